import type { Verbs } from '#lib/protocol.ts';
import { Follower } from './follower.ts';
import { Relay, type RelayOwner } from './relay.ts';
import type { Connection, Way } from './socket.ts';
import type { Word } from './words.ts';

/**
 * One socket for all tabs of a browser. Who holds the lock has it; when that tab closes, or is
 * frozen, the next one takes over, with the cursors of what it knows itself.
 */
export class Tabs implements Way {
	readonly #tab = crypto.randomUUID();
	readonly #channel: BroadcastChannel;
	#way: Follower | Relay;
	#waiting = new AbortController();
	#release: (() => void) | undefined;
	#closed = false;
	readonly #locks = navigator.locks;

	static possible(): boolean {
		return typeof BroadcastChannel !== 'undefined' && 'locks' in navigator;
	}

	constructor(
		private readonly name: string,
		private readonly owner: RelayOwner
	) {
		this.#channel = new BroadcastChannel(name);
		this.#channel.onmessage = ({ data }) => this.#way.hear(data as Word);
		this.#way = this.#follower();
		// As long as this tab lives; who waits for it hears of its end.
		void this.#locks.request(`${name} ${this.#tab}`, () => new Promise(() => undefined));
	}

	get connection(): Connection {
		return this.#way instanceof Relay ? this.#way.socket.connection : this.#way.connection;
	}

	open(): void {
		if (this.connection === 'closed' && !this.#release) this.#compete();
		this.#way instanceof Relay ? this.#way.socket.open() : this.#way.open();
	}

	close(): void {
		this.#closed = true;
		this.#waiting.abort();
		this.#way.close();
		this.#release?.();
		this.#channel.close();
	}

	sleep(): void {
		this.#way instanceof Relay ? this.#way.socket.sleep() : this.#way.sleep();
	}

	wake(): void {
		this.#way instanceof Relay ? this.#way.socket.wake() : this.#way.wake();
	}

	ask<V extends keyof Verbs>(verb: V, fields: Verbs[V]): Promise<Record<string, unknown>> {
		return this.#way.ask(verb, fields);
	}

	/** Wait for one's turn, or do not wait for one who has gone silent. */
	#compete(steal = false): void {
		this.#waiting.abort();
		this.#waiting = new AbortController();
		const how = steal ? { steal } : { signal: this.#waiting.signal };
		this.#locks.request(this.name, how, () => this.#lead()).catch(() => this.#stepDown());
	}

	#lead(): Promise<void> {
		if (this.#closed) return Promise.resolve();
		// The owner hears of a gap as of any other, and says hello with what it has.
		this.#way.close();
		const relay = new Relay(this.#tab, this.owner, this.#say, this.#mourn);
		this.#way = relay;
		relay.socket.open();
		return new Promise((release) => (this.#release = release));
	}

	/** Somebody else has taken the lock, thinking that this tab was dead. */
	#stepDown(): void {
		if (this.#closed || !(this.#way instanceof Relay)) return;
		this.#way.close();
		this.#release = undefined;
		this.#way = this.#follower();
		this.#compete();
		this.#way.open();
	}

	#follower(): Follower {
		return new Follower(this.#tab, this.owner, this.#say, () => this.#compete(true));
	}

	#say = (word: Word): void => {
		if (!this.#closed) this.#channel.postMessage(word);
	};

	#mourned = new Set<string>();

	#mourn = (tab: string, left: () => void): void => {
		if (this.#mourned.has(tab)) return;
		this.#mourned.add(tab);
		void this.#locks.request(`${this.name} ${tab}`, () => (this.#mourned.delete(tab), left()));
	};
}
