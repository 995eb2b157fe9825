import { SvelteMap } from 'svelte/reactivity';
import type {
	Applicant,
	Booking,
	Head,
	Message,
	MyApplication,
	Offer,
	Participant,
	ReactionOf,
	ThreadCard
} from '#lib/protocol.ts';
import type { EventFrame } from '#lib/sync/frames.ts';
import { topicOf } from '#lib/sync/kinds.ts';
import type { Line } from '#lib/sync/line.ts';
import type { Cache } from './cache.ts';
import type { CallsStore } from './calls.svelte.ts';
import type { InboxStore } from './inbox.svelte.ts';
import { Thread } from './thread.svelte.ts';

const KEPT = 30;
/** So many of those that were changed lately are known, wherever they are shown. */
const CHANGED = 500;
/** By then a visit has shown what it is about. */
const SETTLED = 10_000;

interface ConversationPage {
	head: Head;
	participants: Participant[];
	messages: Message[];
	more: boolean;
}

/** The conversations whose messages are kept here: the lately opened ones. */
export class ThreadsStore {
	#threads = new Map<string, Thread>();
	#cache: Cache | null = null;
	/** What was edited or taken back since this page is open, by conversation and number. */
	#changed = new SvelteMap<string, Message>();

	constructor(
		private readonly line: Line,
		private readonly inbox: InboxStore,
		private readonly calls: CallsStore
	) {}

	/** The thread of a conversation, for showing it. */
	open(conversation: string): Thread {
		const thread = this.#threads.get(conversation) ?? new Thread(conversation, this.line);
		// Last in the map means lately used.
		this.#threads.delete(conversation);
		this.#threads.set(conversation, thread);
		for (const old of [...this.#threads.keys()].slice(0, -KEPT)) this.#threads.delete(old);
		return thread;
	}

	get(conversation: string): Thread | undefined {
		return this.#threads.get(conversation);
	}

	/** A message that was read some time ago, as it is now. */
	now(message: Message): Message {
		const { conversation, number, version } = message;
		const known = this.get(conversation)?.at(number) ?? this.#changed.get(nameOf(message));
		return known && known.version > version ? known : message;
	}

	/** Topics to be told about after an absence, the lately opened first. */
	topics(): string[] {
		const loaded = [...this.#threads.values()].filter(({ loaded, kept }) => loaded && !kept);
		return loaded.map((thread) => topicOf('conversation', thread.conversation)).reverse();
	}

	/** From now on what is shown is kept on this device. */
	keepOn(cache: Cache): void {
		this.#cache = cache;
		setTimeout(() => void cache.evict(), SETTLED);
	}

	/** Read a conversation with its newest messages; until they come, what was kept is shown. */
	async load(conversation: string): Promise<void> {
		const thread = this.#threads.get(conversation);
		if (thread) thread.problem = null;
		if (thread && !thread.loaded) void this.#showKept(thread);
		try {
			const page = await this.line.read<ConversationPage>(`/api/v1/conversations/${conversation}`);
			this.inbox.put([page.head]);
			this.#threads.get(conversation)?.opened(page.messages, page.more, page.participants);
			this.line.topics.place(topicOf('conversation', conversation), page.head.version);
			if (thread) thread.kept = false;
			this.#keep(conversation);
		} catch (error) {
			if (thread) thread.problem = error;
			throw error;
		}
	}

	async #showKept(thread: Thread): Promise<void> {
		const kept = await this.#cache?.get(thread.conversation);
		if (!kept || thread.loaded) return;
		thread.opened([...kept.messages], kept.more, [...kept.participants]);
		thread.kept = true;
		if (!this.inbox.get(thread.conversation)) this.inbox.put([kept.head]);
	}

	#keep(conversation: string): void {
		this.#cache?.keep(conversation, () => {
			const thread = this.#threads.get(conversation);
			const head = this.inbox.get(conversation);
			if (!thread?.loaded || thread.ahead || !head) return undefined;
			const { participants, messages, more } = thread;
			return { head, participants, messages, more };
		});
	}

	async loadCard(conversation: string): Promise<void> {
		const path = `/api/v1/conversations/${conversation}/card`;
		const { card } = await this.line.read<{ card: ThreadCard | null }>(path);
		if (card?.call) this.calls.put(card.call);
		const thread = this.#threads.get(conversation);
		if (thread) thread.card = card;
	}

	// --- what frames bring ---------------------------------------------------------------------

	put(message: Message): void {
		const thread = this.#threads.get(message.conversation);
		thread?.put(message);
		if (message.edited_at || message.deleted_at) this.#change(message);
		if (thread?.loaded) this.#keep(message.conversation);
		// The system speaks when something was decided: the card on top says what.
		if (thread?.loaded && message.kind === 'system_notification') {
			void this.loadCard(message.conversation).catch(() => undefined);
		}
	}

	/** What is shown elsewhere, or kept on this device, says the old words no longer. */
	#change(message: Message): void {
		this.#changed.delete(nameOf(message));
		this.#changed.set(nameOf(message), message);
		for (const old of [...this.#changed.keys()].slice(0, -CHANGED)) this.#changed.delete(old);
		void this.#cache?.change(message);
	}

	react(reaction: ReactionOf): void {
		this.#threads.get(reaction.conversation)?.react(reaction);
		this.#keep(reaction.conversation);
	}

	participant(conversation: string, participant: Participant): void {
		this.#threads.get(conversation)?.participant(participant);
	}

	/** A snapshot replaces what is known of a conversation. */
	restore(conversation: string, frames: EventFrame[]): void {
		const thread = this.#threads.get(conversation);
		if (!thread) return;
		const messages: Message[] = [];
		const participants: Participant[] = [];
		for (const { type, data } of frames) {
			if (type === 'message.created' || type === 'message.changed') messages.push(data);
			else if (type === 'participant.changed') participants.push(data);
		}
		messages.sort((a, b) => a.number - b.number);
		thread.clear();
		thread.opened(messages, (messages[0]?.number ?? 1) > 1, participants);
	}

	application(application: MyApplication | Applicant): void {
		const { id, status, reason, note, asked_again, created_at } = application;
		for (const thread of this.#threads.values()) {
			const { card } = thread;
			if (card?.application?.id !== id) continue;
			thread.card = { ...card, application: { id, status, reason, note, asked_again, created_at } };
		}
	}

	booking(booking: Booking): void {
		const thread = booking.conversation ? this.#threads.get(booking.conversation) : undefined;
		const { card } = thread ?? {};
		const about = card?.call?.session ?? card?.offer?.session;
		if (!thread || !card || about?.id !== booking.session.id) return;
		if (card.booking && card.booking.created_at > booking.created_at) return;
		thread.card = { ...card, booking };
	}

	offer(offer: Offer): void {
		const thread = offer.conversation ? this.#threads.get(offer.conversation) : undefined;
		if (thread?.card?.offer?.id === offer.id) thread.card = { ...thread.card, offer };
	}

	forget(conversation: string): void {
		this.#threads.delete(conversation);
		this.#cache?.forget(conversation);
	}

	/** What is loaded and kept is void; whoever looks at a thread loads it again. */
	voided(): void {
		void this.#cache?.clear();
		this.#changed.clear();
		for (const thread of this.#threads.values()) thread.clear();
	}
}

function nameOf({ conversation, number }: Message): string {
	return `${conversation} ${number}`;
}
