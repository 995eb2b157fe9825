import { m } from '#catalogue';
import { line, me, notices } from './app.ts';
import type { Message } from './protocol.ts';
import { isSame } from './stores/reactions.ts';

const MINUTE = 60_000;
const EDITABLE = 15 * MINUTE;
const DELETABLE = 24 * 60 * MINUTE;

/** What is offered for a quick answer. */
export const SIGNS = [
	{ emoji: '❤', word: m.talking_sign_heart },
	{ emoji: '👍', word: m.talking_sign_thumbs_up },
	{ emoji: '😂', word: m.talking_sign_laughing },
	{ emoji: '😮', word: m.talking_sign_surprised },
	{ emoji: '😢', word: m.talking_sign_sad },
	{ emoji: '🎉', word: m.talking_sign_celebrating }
];

/** What the composer is about, if it is not simply the next thing to say. */
export interface About {
	what: 'answer' | 'edit';
	message: Message;
}

/** What can be said to a message, where anything can be said still. */
export interface WritingActs {
	answer(message: Message): void;
	edit(message: Message): void;
	react(message: Message, emoji: string): void;
	unsend(message: Message): void;
}

/** What can be done with one message of a thread, also of one that has ended. */
export interface MessageActs {
	copy(message: Message): void;
	report(message: Message): void;
	/** What others have put on it. */
	reportReaction(message: Message): void;
	/** Show its picture as large as the screen. */
	open(message: Message): void;
	/** Bring a message into sight, as one that a reply answers. */
	show(number: number): void;
	/** Null where nothing new is said any more. */
	writing: WritingActs | null;
}

export function canEdit(message: Message, person: string, now: number): boolean {
	return isMine(message, person) && message.kind === 'text' && age(message, now) < EDITABLE;
}

export function canUnsend(message: Message, person: string, now: number): boolean {
	return isMine(message, person) && age(message, now) < DELETABLE;
}

/** Puts a sign on a message, or takes the same one back. */
export async function react(message: Message, emoji: string): Promise<void> {
	const { conversation, number } = message;
	const on = !message.reactions.some(
		(one) => one.person === me.it.id && isSame(one.emoji, emoji) && one.on
	);
	try {
		await line.ask('message.react', { conversation, number, emoji, on });
	} catch (error) {
		notices.problem(error);
	}
}

export async function unsend({ conversation, number }: Message, key: string): Promise<void> {
	try {
		await line.ask('message.delete', { conversation, number, key });
	} catch (error) {
		notices.problem(error);
	}
}

export async function copy(message: Message): Promise<void> {
	try {
		await navigator.clipboard.writeText(message.content);
		notices.say(m.common_copied());
	} catch {
		notices.say(m.talking_not_copied());
	}
}

/** Of the system's lines those in which somebody else's words stand. */
export function hasMenu(message: Message, person: string): boolean {
	if (message.deleted_at !== null) return false;
	return message.kind !== 'system_notification' || isOfOther(message, person);
}

/** Whether somebody else wrote it, or the title of a group that is in it. */
export function isOfOther({ sender, data }: Message, person: string): boolean {
	const author = sender ?? (data && 'by' in data && data.title ? data.by.id : null);
	return author !== null && author !== person;
}

/** Who else has put a sign on it, by id. */
export function othersOn({ reactions }: Message, person: string): string[] {
	const others = reactions.filter((one) => one.on && one.person !== person);
	return [...new Set(others.map((one) => one.person))];
}

function isMine(message: Message, person: string): boolean {
	return message.sender === person && message.deleted_at === null;
}

function age(message: Message, now: number): number {
	return now - Date.parse(message.created_at);
}
