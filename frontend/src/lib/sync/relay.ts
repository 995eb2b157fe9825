import type { Hello, TopicState, Verbs, Welcome } from '#lib/protocol.ts';
import { Refused } from './errors.ts';
import { isPlace } from './kinds.ts';
import { Shares } from './shares.ts';
import { Socket, type Connection, type SocketOwner } from './socket.ts';
import { isForAll, type Word } from './words.ts';

const BEAT = 20_000;
/** Of one question; one is for the person's own topic. */
const CURSORS = 199;

export interface RelayOwner extends SocketOwner {
	/** What a welcome says to everybody, as it is known here now. */
	standing(): Omit<Welcome, 'ref' | 'topics' | 'gone'>;
	/** The version of my own topic, as it is known here now. */
	own(): number;
}

/** The tab that has the socket: its own way to the server, and that of all others. */
export class Relay implements SocketOwner {
	readonly socket = new Socket(this);
	#shares = new Shares(this.socket);
	#beat = setInterval(() => this.#state(this.socket.connection), BEAT);

	constructor(
		private readonly tab: string,
		private readonly owner: RelayOwner,
		private readonly say: (word: Word) => void,
		/** Calls back when that tab is gone. */
		private readonly mourn: (tab: string, left: () => void) => void
	) {}

	close(): void {
		clearInterval(this.#beat);
		this.socket.close();
	}

	ask<V extends keyof Verbs>(verb: V, fields: Verbs[V], tab = this.tab) {
		return this.#shares.ask(tab, verb, fields);
	}

	hear(word: Word): void {
		if (word.to !== 'leader') return;
		if ('wake' in word) this.#wake();
		else if ('hello' in word) void this.#greet(word.tab, word.hello);
		else if ('ask' in word) void this.#answer(word);
	}

	// --- what the socket says --------------------------------------------------------------------

	hello(): Hello {
		return this.owner.hello();
	}

	welcomed(frame: Welcome): void {
		this.#shares.clear();
		this.#shares.has(this.tab, Object.keys(frame.topics).filter(isPlace));
		this.owner.welcomed(frame);
	}

	received(frame: { type: string }): void {
		this.owner.received(frame);
		if (isForAll(frame)) this.say({ to: 'all', frame });
	}

	changed(connection: Connection): void {
		this.owner.changed(connection);
		this.#state(connection);
	}

	signedOut(): void {
		this.say({ to: 'all', ended: true });
		this.owner.signedOut();
	}

	unwelcome(): void {
		this.owner.unwelcome();
	}

	// --- what other tabs say ---------------------------------------------------------------------

	#wake(): void {
		if (this.socket.connection === 'displaced') this.socket.open();
		else this.socket.wake();
	}

	/** A welcome for one tab: what is known here, and what it missed since its cursors. */
	async #greet(tab: string, hello: Hello): Promise<void> {
		if (this.socket.connection !== 'live') return this.#state(this.socket.connection);
		this.mourn(tab, () => this.#shares.left(tab));
		const cursors = this.#cursors(hello);
		const names = Object.keys(cursors);
		try {
			// Nothing comes between the answer and the welcome: what is told later is sent later.
			const states = names.length ? await this.socket.ask('sync', { cursors }) : {};
			const topics = states as unknown as Record<string, TopicState>;
			topics.user ??= { version: this.owner.own(), objects: [] };
			const gone = names.filter((name) => !(name in topics));
			this.say({ to: tab, welcome: { ...this.owner.standing(), ref: 0, topics, gone } });
		} catch {
			// It says hello again when the connection is back.
		}
	}

	#cursors(hello: Hello): Record<string, number> {
		const { epoch } = this.owner.standing();
		if (hello.epoch !== epoch || typeof hello.user !== 'number') return {};
		const known = Object.entries(hello.cursors ?? {}).filter(([name]) => !isPlace(name));
		return { user: hello.user, ...Object.fromEntries(known.slice(0, CURSORS)) };
	}

	async #answer({ tab, ask: ref, verb, fields }: Extract<Word, { ask: number }>): Promise<void> {
		try {
			const asked = fields as Verbs[keyof Verbs];
			this.say({ to: tab, ref, data: await this.ask(verb as keyof Verbs, asked, tab) });
		} catch (error) {
			this.say({ to: tab, ref, error: error instanceof Refused ? error.object() : null });
		}
	}

	#state(state: Connection): void {
		this.say({ to: 'all', state });
	}
}
