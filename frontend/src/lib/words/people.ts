import { m } from '#catalogue';
import type { Head, Participant, Person } from '#lib/protocol.ts';

export function named(person: Pick<Person, 'name' | 'handle'>): string {
	return isolated(person.name) || `@${person.handle}`;
}

/** What may turn the direction of what stands around it. */
const TURNING =
	/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A person's words within a sentence of ours: their direction stays theirs. */
export function isolated(text: string): string {
	return TURNING.test(text) ? `\u2068${text.replace(DIRECTION, '')}\u2069` : text;
}

export function initials(person: Pick<Person, 'name' | 'handle'>): string {
	const words = (person.name || person.handle).trim().split(/\s+/);
	const outer = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
	return outer.map((word) => firstOf(word ?? '').toUpperCase()).join('');
}

/** The first character as people count them: an emoji of several joined is one. */
function firstOf(word: string): string {
	const [first] = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(word);
	return first?.segment ?? '';
}

/** What a conversation is called: its title, or who is in it. */
export function titled(head: Pick<Head, 'title' | 'people'>): string {
	return isolated(head.title) || head.people.map(named).join(', ') || m.talking_former_member();
}

/** What a person does here: Host, Model, or both. */
export function roles(person: Pick<Person, 'is_host' | 'is_model'>): string {
	if (person.is_host && person.is_model) return m.talking_role_both();
	if (person.is_host) return m.talking_role_host();
	return person.is_model ? m.talking_role_model() : m.talking_role_member();
}

/** How many take part: "7 people". */
export function peopleIn(participants: readonly Participant[]): string {
	const here = participants.filter(({ left }) => !left).length;
	return m.talking_people_here({ count: here });
}
