import type { Verbs } from '#lib/protocol.ts';
import { Interrupted, Refused } from './errors.ts';
import { Questions } from './questions.ts';
import type { Connection, SocketOwner, Way } from './socket.ts';
import type { Word } from './words.ts';

/** A leader says something every 20 s, also one in the background, which is slowed down. */
const SILENCE = 150_000;
/** It answers a hello at once, if only by how it stands. */
const GREETING = 8_000;

/** The way of a tab without a socket: through the tab that has one. */
export class Follower implements Way {
	connection: Connection = 'closed';
	#questions = new Questions();
	#silence: ReturnType<typeof setTimeout> | undefined;

	constructor(
		private readonly tab: string,
		private readonly owner: SocketOwner,
		private readonly say: (word: Word) => void,
		/** The leader has gone silent: it may be frozen. */
		private readonly abandoned: () => void
	) {}

	open(): void {
		if (this.connection === 'closed') this.#set('opening');
		else if (this.connection !== 'opening') this.say({ to: 'leader', wake: true });
		this.say({ to: 'leader', tab: this.tab, hello: this.owner.hello() });
		this.#listen(GREETING);
	}

	close(): void {
		clearTimeout(this.#silence);
		this.#questions.lost();
		this.#set('closed');
	}

	sleep(): void {
		// The tab with the socket hears it, too.
	}

	wake(): void {
		const asleep = this.connection === 'waiting' || this.connection === 'live';
		if (asleep) this.say({ to: 'leader', wake: true });
	}

	ask<V extends keyof Verbs>(verb: V, fields: Verbs[V]): Promise<Record<string, unknown>> {
		if (this.connection !== 'live') return Promise.reject(new Interrupted());
		const { tab } = this;
		// As it goes over the wire: what belongs to a component cannot go to another tab.
		const plain = JSON.parse(JSON.stringify(fields)) as object;
		return this.#questions.ask((ask) => this.say({ to: 'leader', tab, ask, verb, fields: plain }));
	}

	hear(word: Word): void {
		if (word.to !== 'all' && word.to !== this.tab) return;
		if ('frame' in word) this.#frame(word.frame);
		else if ('state' in word) this.#state(word.state);
		else if ('ended' in word) this.owner.signedOut();
		else if ('welcome' in word) {
			this.owner.welcomed(word.welcome);
			this.#set('live');
		} else if ('data' in word) this.#questions.answered(word.ref, word.data);
		else if ('error' in word) {
			const { ref, error } = word;
			this.#questions.failed(ref, error ? new Refused(error) : new Interrupted());
		}
		this.#listen();
	}

	#frame(frame: { type: string }): void {
		// What comes before the welcome is in it.
		if (this.connection === 'live') this.owner.received(frame);
	}

	#state(state: Connection): void {
		const welcomed = this.connection === 'live';
		if (state === 'live' && welcomed) return;
		if (state === 'live') return this.open();
		this.#questions.lost();
		this.#set(state);
		if (state === 'waiting' && !welcomed) this.owner.unwelcome();
	}

	#listen(patience = SILENCE): void {
		clearTimeout(this.#silence);
		this.#silence = setTimeout(() => this.abandoned(), patience);
	}

	#set(connection: Connection): void {
		if (this.connection === connection) return;
		this.connection = connection;
		this.owner.changed(connection);
	}
}
