import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Receipts, TypingPerson } from '#lib/protocol.ts';
import type { Line } from '#lib/sync/line.ts';

const SECOND = 1_000;
/** While I go on writing, it is said again so often. */
const WRITING_AGAIN = 3 * SECOND;
/** Whom I observe I have to say again, before the server forgets. */
const OBSERVE_AGAIN = 60 * SECOND;
const AT_ONCE = 100;

/** What passes: who is writing, how far others have read, who is here. Any of it may be lost. */
export class SignalsStore {
	#writing = new SvelteMap<string, string[]>();
	#receipts = new SvelteMap<string, Record<string, number>>();
	#online = new SvelteSet<string>();
	#timers = new Map<string, ReturnType<typeof setTimeout>>();
	#wroteAt = 0;
	#observed: string[] = [];
	#observing: ReturnType<typeof setTimeout> | undefined;

	constructor(private readonly line: Line) {}

	// --- writing -------------------------------------------------------------------------------

	/** The others who are writing there now. */
	writing(conversation: string): readonly string[] {
		return this.#writing.get(conversation) ?? [];
	}

	typing({ conversation, person }: TypingPerson, ttl: number): void {
		const key = `${conversation} ${person}`;
		const others = this.writing(conversation).filter((other) => other !== person);
		this.#writing.set(conversation, [...others, person]);
		clearTimeout(this.#timers.get(key));
		this.#timers.set(
			key,
			setTimeout(() => this.stopped(conversation, person), ttl * SECOND)
		);
	}

	/** They have said it, or left off. */
	stopped(conversation: string, person: string): void {
		const others = this.writing(conversation).filter((other) => other !== person);
		if (others.length) this.#writing.set(conversation, others);
		else this.#writing.delete(conversation);
	}

	/** I am writing. */
	write(conversation: string): void {
		const now = this.line.clock.now();
		if (!this.line.live || now - this.#wroteAt < WRITING_AGAIN) return;
		this.#wroteAt = now;
		void this.line.ask('typing', { conversation }).catch(() => undefined);
	}

	// --- reading -------------------------------------------------------------------------------

	/** How far each of the others has read, as far as it is known. */
	readers(conversation: string): Record<string, number> {
		return this.#receipts.get(conversation) ?? {};
	}

	read({ conversation, read }: Receipts): void {
		const known = { ...this.readers(conversation) };
		for (const [person, number] of Object.entries(read)) {
			known[person] = Math.max(number, known[person] ?? 0);
		}
		this.#receipts.set(conversation, known);
	}

	async loadReceipts(conversation: string): Promise<void> {
		const path = `/api/v1/conversations/${conversation}/receipts`;
		this.read(await this.line.read<Receipts>(path));
	}

	// --- being here ----------------------------------------------------------------------------

	isOnline(person: string): boolean {
		return this.#online.has(person);
	}

	present(person: string, online: boolean): void {
		if (online) this.#online.add(person);
		else this.#online.delete(person);
	}

	/** From now on, hear whether these people are here. */
	observe(people: string[]): void {
		this.#observed = people.slice(0, AT_ONCE);
		this.again();
	}

	/** The connection is new, or a minute has passed. */
	again(): void {
		clearTimeout(this.#observing);
		if (!this.line.live || this.#observed.length === 0) return;
		const people = this.#observed;
		this.#observing = setTimeout(() => this.again(), OBSERVE_AGAIN);
		this.line.socket
			.ask('presence', { people })
			.then((reply) => {
				const online = new Set((reply as { online: string[] }).online);
				for (const person of people) this.present(person, online.has(person));
			})
			.catch(() => undefined);
	}
}
