import type { TopicState, Verbs } from '#lib/protocol.ts';
import { Refused } from './errors.ts';
import type { Topics } from './topics.ts';

type Ask = <V extends 'watch' | 'unwatch'>(verb: V, fields: Verbs[V]) => Promise<unknown>;

/** A place stays watched this long after its last viewer left: people go back and forth. */
const LINGER = 10_000;
/** Below the server's 10 commands a second, so that what a person does is never held up. */
const PACE = 160;
const BURST = 12;

/** Which calls are looked at here. Each is watched once, however many views show it. */
export class Watches {
	#viewers = new Map<string, number>();
	#leaving = new Map<string, ReturnType<typeof setTimeout>>();
	#watched = new Set<string>();
	#named = new Set<string>();
	#queue: string[] = [];
	#running = false;

	constructor(
		private readonly own: Topics,
		private readonly ask: Ask
	) {}

	topics(): string[] {
		return [...this.#viewers.keys()];
	}

	/** Watch until the returned function is called. */
	watch(topic: string): () => void {
		clearTimeout(this.#leaving.get(topic));
		this.#leaving.delete(topic);
		this.#viewers.set(topic, (this.#viewers.get(topic) ?? 0) + 1);
		if (!this.#watched.has(topic)) this.#enqueue(topic);
		let left = false;
		return () => {
			if (!left) this.#left(topic);
			left = true;
		};
	}

	/** What a welcome brings is watched from there on. */
	named(topics: string[]): void {
		this.#named = new Set(topics);
	}

	/** After `welcome`. What it did not bring may have a version, too, but nobody watches it. */
	resume(): void {
		const known = this.topics().filter((topic) => this.own.version(topic) !== undefined);
		this.#watched = new Set(known.filter((topic) => this.#named.has(topic)));
		for (const topic of this.topics()) if (!this.#watched.has(topic)) this.#enqueue(topic);
	}

	forget(topic: string): void {
		this.#watched.delete(topic);
	}

	#left(topic: string): void {
		const viewers = (this.#viewers.get(topic) ?? 1) - 1;
		this.#viewers.set(topic, viewers);
		if (viewers > 0) return;
		this.#leaving.set(
			topic,
			setTimeout(() => {
				this.#viewers.delete(topic);
				this.#leaving.delete(topic);
				this.own.drop(topic);
				if (this.#watched.delete(topic)) this.ask('unwatch', { topic }).catch(() => undefined);
			}, LINGER)
		);
	}

	#enqueue(topic: string): void {
		if (!this.#queue.includes(topic)) this.#queue.push(topic);
		if (!this.#running) void this.#run();
	}

	async #run(): Promise<void> {
		this.#running = true;
		for (let sent = 1; this.#queue.length > 0; sent += 1) {
			const topic = this.#queue.shift();
			if (topic && this.#viewers.has(topic) && !this.#watched.has(topic)) void this.#begin(topic);
			if (sent > BURST) await new Promise((resolve) => setTimeout(resolve, PACE));
		}
		this.#running = false;
	}

	async #begin(topic: string): Promise<void> {
		this.#watched.add(topic);
		try {
			const version = this.own.version(topic) ?? null;
			this.own.absorb(topic, (await this.ask('watch', { topic, version })) as TopicState);
		} catch (error) {
			this.#watched.delete(topic);
			if (error instanceof Refused && error.retry) {
				setTimeout(() => this.#enqueue(topic), error.afterMs ?? 1_000);
			}
		}
	}
}
