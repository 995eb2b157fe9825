import { deviceTime } from '#lib/sync/clock.ts';
import type { Head, Message, Participant } from '#lib/protocol.ts';
import type { Shelf } from '#lib/sync/storage.ts';

const NEWEST = 50;
const QUIET = 1_000;
/** Conversations kept at most; those looked at longest ago go first. */
const MOST = 60;

/** A conversation as it was when it was last looked at on this device. */
export interface Cached {
	head: Head;
	participants: readonly Participant[];
	messages: readonly Message[];
	more: boolean;
	kept_at: number;
}

type Shown = Omit<Cached, 'kept_at'>;

/** Keeps what was shown, so that a conversation is there before the server has answered. */
export class Cache {
	#timers = new Map<string, ReturnType<typeof setTimeout>>();
	#closed = false;

	constructor(private readonly shelf: Shelf) {}

	async get(conversation: string): Promise<Cached | undefined> {
		return this.shelf.get<Cached>('cache', conversation).catch(() => undefined);
	}

	/** Keep what `now` says when things have come to rest. */
	keep(conversation: string, now: () => Shown | undefined): void {
		clearTimeout(this.#timers.get(conversation));
		if (this.#closed) return;
		this.#timers.set(
			conversation,
			setTimeout(() => {
				this.#timers.delete(conversation);
				const cached = now();
				if (cached) void this.#put(conversation, cached);
			}, QUIET)
		);
	}

	/** A message of what is kept was edited or taken back. */
	async change(message: Message): Promise<void> {
		const { conversation, number, version } = message;
		const kept = await this.get(conversation);
		if (this.#closed || !kept?.messages.some((one) => one.number === number)) return;
		const now = <M extends Message | null>(one: M) =>
			one?.number === number && one.version < version ? message : one;
		const head = { ...kept.head, last_message: now(kept.head.last_message) };
		const row = { ...kept, head, messages: kept.messages.map(now) };
		await this.shelf.put('cache', conversation, row).catch(() => undefined);
	}

	forget(conversation: string): void {
		clearTimeout(this.#timers.get(conversation));
		this.#timers.delete(conversation);
		void this.shelf.delete('cache', conversation).catch(() => undefined);
	}

	/** Nothing of it counts any more: the server's data is of another past. */
	async clear(): Promise<void> {
		this.#forgetTimers();
		await this.shelf.clear('cache').catch(() => undefined);
	}

	/** Let go of what was not looked at for longest. */
	async evict(): Promise<void> {
		const kept = await this.shelf.all<Cached>('cache').catch(() => []);
		const old = kept.sort((a, b) => b.kept_at - a.kept_at).slice(MOST);
		for (const { head } of old) this.forget(head.conversation);
	}

	/** Nothing is kept from now on. */
	close(): void {
		this.#closed = true;
		this.#forgetTimers();
	}

	#forgetTimers(): void {
		for (const timer of this.#timers.values()) clearTimeout(timer);
		this.#timers.clear();
	}

	async #put(conversation: string, { head, participants, messages, more }: Shown): Promise<void> {
		const newest = messages.slice(-NEWEST);
		const row = {
			head,
			participants,
			messages: newest,
			more: more || newest.length < messages.length,
			kept_at: deviceTime()
		};
		await this.shelf.put('cache', conversation, row).catch(() => undefined);
	}
}
