import { SvelteMap } from 'svelte/reactivity';
import type { Line } from '#lib/sync/line.ts';
import { Interrupted } from '#lib/sync/errors.ts';
import { Drafts } from '#lib/sync/drafts.ts';
import { Outbox, type Outgoing, type Start } from '#lib/sync/outbox.ts';
import type { Shelf } from '#lib/sync/storage.ts';

/** What was written here and is on its way, and what was begun and is not sent. */
export class OutgoingStore {
	#messages = $state.raw<readonly Outgoing[]>([]);
	#outbox: Outbox | null = null;
	#drafts: Drafts | null = null;
	/** The server has said that it is this person who is signed in. */
	#known = false;
	/** Counts how often drafts were found on the device. */
	drafted = $state(0);
	/** What became of first texts: the conversation that each has opened. */
	#opened = new SvelteMap<string, string>();
	readonly #byConversation = $derived(
		Map.groupBy(this.#messages, (message) => message.conversation)
	);

	constructor(private readonly line: Line) {}

	async open(shelf: Shelf): Promise<void> {
		this.#drafts = new Drafts(shelf);
		this.#outbox = new Outbox(shelf, {
			deliver: (message) => this.#deliver(message),
			changed: (messages) => (this.#messages = messages)
		});
		await Promise.all([this.#drafts.restore(), this.#outbox.restore()]);
	}

	of(conversation: string): readonly Outgoing[] {
		return this.#byConversation.get(conversation) ?? [];
	}

	async send(conversation: string, content: string, replyTo: number | null = null): Promise<void> {
		await this.#outbox?.add(conversation, content, replyTo);
	}

	/** First texts that have not opened their conversation yet. */
	get starts(): readonly Outgoing[] {
		return this.#messages.filter(({ start }) => start);
	}

	/** Open a conversation with this text, as soon as the server can be reached. */
	async begin(start: Start, content: string): Promise<void> {
		await this.#outbox?.begin(start, content);
	}

	/** The conversation that this first text has opened, once it has. */
	openedBy(key: string): string | undefined {
		return this.#opened.get(key);
	}

	/** From now on it may be sent: before, it might go out as somebody else's. */
	confirm(): void {
		this.#known = true;
		this.#outbox?.flush();
		// What the page before wrote as it went may have come after the first look.
		void this.#drafts?.restore().then(() => (this.drafted += 1));
	}

	async #deliver({ conversation, content, key, reply_to, start }: Outgoing): Promise<void> {
		if (!this.#known) throw new Interrupted();
		if (!start) {
			await this.line.ask('message.send', { conversation, content, key, reply_to });
			return;
		}
		const people = start.people.map(({ id }) => id);
		const asked = { people, title: start.title, content, key };
		this.#opened.set(key, (await this.line.ask('conversation.start', asked)).conversation);
	}

	async retry(key: string): Promise<void> {
		await this.#outbox?.retry(key);
	}

	async discard(key: string): Promise<Outgoing | undefined> {
		return this.#outbox?.discard(key);
	}

	arrived(key: string | null): void {
		if (key) this.#outbox?.arrived(key);
	}

	/** The way is open: send what is here, and what a tab that is gone has left. */
	async flush(): Promise<void> {
		this.#outbox?.flush();
		await this.#outbox?.restore();
		this.#outbox?.flush();
	}

	draft(place: string): string {
		return this.#drafts?.get(place) ?? '';
	}

	keepDraft(place: string, text: string): void {
		this.#drafts?.set(place, text);
	}

	keepAll(): void {
		this.#drafts?.flush();
	}

	async forget(conversation: string): Promise<void> {
		this.#drafts?.set(conversation, '');
		await this.#outbox?.forget(conversation);
	}

	close(): void {
		this.#outbox?.close();
		this.#drafts?.close();
	}
}
