import { SvelteMap } from 'svelte/reactivity';
import type {
	ConversationInfo,
	Head,
	Inbox,
	InboxEntry,
	Message,
	Participant
} from '#lib/protocol.ts';
import {
	isMuted,
	isNewer,
	isUnread,
	isWith,
	isWords,
	needsReply,
	newest,
	standing,
	withEntry
} from './heads.ts';
import { topicOf } from '#lib/sync/kinds.ts';
import type { Line } from '#lib/sync/line.ts';

const PAGE = 50;
/** Of a group's people, in a row. */
const SHOWN = 8;

const FILTERS = ['all', 'unread', 'needs_reply', 'archived'] as const;
const ROLES = ['host', 'model'] as const;

export type Filter = (typeof FILTERS)[number];
/** Only conversations with somebody who hosts, or models. */
export type Role = (typeof ROLES)[number];

interface Page {
	conversations: Head[];
	next: string | null;
}

interface Shelf {
	/** Where the next older page begins; `null`: the end is reached. */
	next: string | null | undefined;
	loading: boolean;
	problem: unknown;
}

function nameOf(filter: Filter, role?: Role): string {
	return role ? `${filter} ${role}` : filter;
}

function emptyShelves(): Record<string, Shelf> {
	const names = FILTERS.flatMap((filter) =>
		[undefined, ...ROLES].map((role) => nameOf(filter, role))
	);
	return Object.fromEntries(
		names.map((name) => [name, { next: undefined, loading: false, problem: null }])
	);
}

/** My conversations as rows. Numbers only grow, so whatever order news comes in, they agree. */
export class InboxStore {
	#heads = new SvelteMap<string, Head>();
	/** The newest message in which I was called by name. */
	#called = new SvelteMap<string, number>();
	/** Something has been read: what is not here is not unknown, but absent or older. */
	ready = $state(false);
	#shelves = $state<Record<string, Shelf>>(emptyShelves());

	readonly #sorted = $derived(
		[...this.#heads.values()].sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1))
	);
	/** How many conversations have news. */
	readonly unread = $derived(
		this.#sorted.filter(
			(head) =>
				!head.archived && isUnread(head) && (!isMuted(head, this.now()) || this.isCalled(head))
		).length
	);

	/** `follows`: whether this conversation's messages are kept too, so that its head is not all. */
	constructor(
		private readonly line: Line,
		private readonly follows: (conversation: string) => boolean,
		/** Conversations that are read by now: their pushes can go from this screen. */
		private readonly known: (tags: string[]) => void,
		private readonly now: () => number = () => this.line.clock.now()
	) {}

	get(conversation: string): Head | undefined {
		return this.#heads.get(conversation);
	}

	list(filter: Filter, role?: Role): Head[] {
		const sorted = role ? this.#sorted.filter((head) => isWith(head, role)) : this.#sorted;
		if (filter === 'archived') return sorted.filter((head) => head.archived);
		const here = sorted.filter((head) => !head.archived);
		if (filter === 'needs_reply') return here.filter(needsReply);
		return filter === 'unread' ? here.filter(isUnread) : here;
	}

	/** All rows, for another tab of this browser or for another visit. */
	all(): Head[] {
		return [...this.#sorted];
	}

	/** There are no older ones than these. */
	get whole(): boolean {
		return this.shelf('all').next === null;
	}

	shelf(filter: Filter, role?: Role): Shelf {
		return this.#shelves[nameOf(filter, role)] as Shelf;
	}

	/** Read the next older page of a filter, or the first. */
	async more(filter: Filter, role?: Role): Promise<void> {
		const shelf = this.shelf(filter, role);
		if (role && this.shelf(filter).next === null) shelf.next = null;
		if (shelf.loading || shelf.next === null) return;
		shelf.loading = true;
		shelf.problem = null;
		try {
			const parameters = { filter, role, cursor: shelf.next, limit: PAGE };
			const { conversations, next } = await this.line.read<Page>('/api/v1/inbox', parameters);
			this.put(conversations);
			shelf.next = next;
			this.ready = true;
		} catch (error) {
			shelf.problem = error;
		} finally {
			shelf.loading = false;
		}
	}

	/** A welcome: to a fresh client the newest and all that is unread, else what has changed. */
	welcomed({ heads, more }: Inbox): void {
		const whole = !this.ready && !more && heads.length < PAGE;
		this.put(heads);
		this.ready = true;
		if (whole) this.shelf('all').next = this.shelf('unread').next = null;
		if (more) void this.refill();
	}

	/** As an earlier visit left it: what has changed since comes with the welcome. */
	restore(heads: Head[]): void {
		this.put(heads);
		this.ready = true;
	}

	/** Heads as they were at one moment: of the conversation, and of what is mine in it. */
	put(heads: Head[]): void {
		for (const head of heads) {
			const mine = this.#heads.get(head.conversation);
			this.#set(mine ? newest(mine, head) : head);
			if (!this.follows(head.conversation)) {
				this.line.topics.place(topicOf('conversation', head.conversation), head.version);
			}
		}
	}

	/** `mine`: my own words, which answer whatever I had flagged, unless a program says them. */
	said(message: Message, version: number, mine: boolean, lastRead = 0): void {
		const head = this.#heads.get(message.conversation);
		if (!head) return;
		const news = message.number > head.last_number;
		const newest = news || isNewer(message, head.last_message);
		this.#set({
			...head,
			version: Math.max(head.version, version),
			last_number: Math.max(head.last_number, message.number),
			last_message: newest ? message : head.last_message,
			updated_at: newest ? message.created_at : head.updated_at,
			// Put away only up to the last message: a newer one brings it back.
			archived: head.archived && !news,
			marked_unread: head.marked_unread && !(mine && !message.via && news),
			needs_reply: news && isWords(message) ? head.kind === 'direct' && !mine : head.needs_reply,
			last_read_number: Math.max(head.last_read_number, lastRead)
		});
	}

	/** Somebody has called me by name: that is heard also where all else is muted. */
	called(conversation: string, number: number): void {
		this.#called.set(conversation, Math.max(number, this.#called.get(conversation) ?? 0));
	}

	/** By something that I have not read. */
	isCalled({ conversation, last_read_number }: Head): boolean {
		return (this.#called.get(conversation) ?? 0) > last_read_number;
	}

	edited(message: Message, version: number): void {
		const head = this.#heads.get(message.conversation);
		if (!head) return;
		this.#set({
			...head,
			version: Math.max(head.version, version),
			last_message: isNewer(message, head.last_message) ? message : head.last_message
		});
	}

	/** What is mine alone: read pointer, archive, mute, the flag. */
	entry(entry: InboxEntry): void {
		const head = this.#heads.get(entry.conversation);
		if (!head) return this.line.topics.want(topicOf('conversation', entry.conversation));
		this.#set(withEntry(head, entry));
	}

	read(conversation: string, lastRead: number): void {
		const head = this.#heads.get(conversation);
		if (head && lastRead > head.last_read_number) {
			this.#set({ ...head, last_read_number: lastRead });
		}
	}

	info(info: ConversationInfo, version: number, me: string): void {
		const head = this.#heads.get(info.conversation);
		if (!head) return;
		this.#set({
			...head,
			version: Math.max(head.version, version),
			title: info.title,
			standing: head.standing === 'left' ? 'left' : standing(info, head.last_number, me)
		});
	}

	/** Somebody came or went, maybe I. */
	participant(conversation: string, { person, left }: Participant, me: string): void {
		const head = this.#heads.get(conversation);
		if (!head || head.kind === 'direct') return;
		if (person.id === me) {
			const standing = left ? 'left' : 'open';
			if (head.standing !== standing) this.#set({ ...head, standing });
			return;
		}
		const others = head.people.filter(({ id }) => id !== person.id);
		const people = left || others.length >= SHOWN ? others : [...others, person];
		this.#set({ ...head, people });
	}

	forget(conversation: string): void {
		this.#heads.delete(conversation);
	}

	/** The server's data is another: whatever was paged in has to be read again. */
	clear(): void {
		this.#heads.clear();
		this.ready = false;
		for (const shelf of Object.values(this.#shelves)) shelf.next = undefined;
	}

	/** More changed than a welcome holds: all that is unread, page by page, then the newest. */
	async refill(): Promise<void> {
		for (const filter of ['unread', 'all'] as const) {
			const shelf = this.shelf(filter);
			shelf.next = undefined;
			do await this.more(filter);
			while (filter === 'unread' && shelf.next && !shelf.problem);
		}
	}

	#set(head: Head): void {
		const unread = Math.max(0, head.last_number - head.last_read_number);
		const before = this.#heads.get(head.conversation)?.unread;
		this.#heads.set(head.conversation, { ...head, unread });
		if (!unread && before !== 0) this.known([topicOf('conversation', head.conversation)]);
	}
}
