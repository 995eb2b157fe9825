import type { Bye, Reply, Verbs, Welcome } from '#lib/protocol.ts';
import { isOutdated } from './build.ts';
import { Interrupted, Refused } from './errors.ts';
import { isControl, type ControlFrame, type HelloFields } from './frames.ts';
import { Questions } from './questions.ts';
import { afterClose, Backoff } from './reconnect.ts';

export const SUBPROTOCOL = 'callboard.v1';
const SILENCE = 35_000;
/** After a sleep an answer comes within this time, or the connection has died. */
const AWAKE = 2_500;
const OPENING = 10_000;
const STABLE = 60_000;

/**
 * `opening`: no answer yet. `live`: welcomed, everything flows. `waiting`: another try will come.
 * `displaced`: too many tabs, this one stepped back. `refused`: the server has another version of this client.
 */
export type Connection = 'closed' | 'opening' | 'live' | 'waiting' | 'displaced' | 'refused';

export interface SocketOwner {
	/** What this client already has. */
	hello(): HelloFields;
	welcomed(frame: Welcome): void;
	/** Everything but the socket's own housekeeping. */
	received(frame: { type: string }): void;
	changed(connection: Connection): void;
	/** The session has ended: 4401 and 4403. */
	signedOut(): void;
	/** A try ended before the server said welcome; nobody knows why. */
	unwelcome(): void;
}

/** A way to the server that frames and questions take. */
export interface Way {
	readonly connection: Connection;
	open(): void;
	close(): void;
	/** The device knows that the network is away. */
	sleep(): void;
	/** The network is back or the tab woke up: do not sit out the wait. */
	wake(): void;
	ask<V extends keyof Verbs>(verb: V, fields: Verbs[V]): Promise<Record<string, unknown>>;
}

/** One WebSocket that stays up: hello, heartbeat, credit, replies by ref, and coming back. */
export class Socket implements Way {
	connection: Connection = 'closed';
	#socket: WebSocket | null = null;
	#backoff = new Backoff();
	#questions = new Questions();
	#helloRef = 0;
	#bye: Bye | undefined;
	#retry: ReturnType<typeof setTimeout> | undefined;
	#silence: ReturnType<typeof setTimeout> | undefined;
	#probing = false;
	#stable: ReturnType<typeof setTimeout> | undefined;

	constructor(private readonly owner: SocketOwner) {}

	open(): void {
		this.#clearTimers();
		this.#bye = undefined;
		this.#set('opening');
		const socket = new WebSocket(address(), SUBPROTOCOL);
		this.#socket = socket;
		socket.onopen = () => this.#hello();
		socket.onmessage = (event) => this.#receive(event.data);
		socket.onclose = (event) => this.#closed(event.code);
		this.#listen(OPENING, 1006);
	}

	close(): void {
		this.#drop();
		this.#set('closed');
	}

	sleep(): void {
		if (this.connection !== 'live' && this.connection !== 'opening') return;
		this.#drop();
		this.#resumeAfter(this.#backoff.next());
	}

	/** A connection may have died in a sleep without a word: whether it is up, an answer says. */
	wake(): void {
		if (this.connection === 'waiting') this.open();
		else if (this.connection === 'live' && !this.#probing) this.#probe();
	}

	#probe(): void {
		this.#probing = true;
		this.#listen(AWAKE);
		this.#questions
			.ask((ref) => this.#send({ type: 'sync', ref, cursors: {} }))
			.catch(() => undefined)
			.finally(() => (this.#probing = false));
	}

	ask<V extends keyof Verbs>(verb: V, fields: Verbs[V]): Promise<Record<string, unknown>> {
		if (this.connection !== 'live') return Promise.reject(new Interrupted());
		return this.#questions.ask((ref) => this.#send({ type: verb, ref, ...fields }));
	}

	#hello(): void {
		this.#helloRef = this.#questions.next();
		this.#send({ type: 'hello', ref: this.#helloRef, ...this.owner.hello() });
	}

	#receive(text: unknown): void {
		if (typeof text !== 'string') return;
		this.#listen(SILENCE);
		const frame = JSON.parse(text) as { type: string };
		if (isControl(frame)) this.#housekeeping(frame);
		this.owner.received(frame);
	}

	#housekeeping(frame: ControlFrame): void {
		if (frame.type === 'mark') this.#send({ type: 'mark', token: frame.token });
		else if (frame.type === 'ping') this.#send({ type: 'pong' });
		else if (frame.type === 'reply') this.#answered(frame);
		else if (frame.type === 'bye') this.#bye = frame;
		else if (frame.type === 'welcome') this.#welcomed(frame);
	}

	#welcomed(frame: Welcome): void {
		this.#stable = setTimeout(() => this.#backoff.reset(), STABLE);
		this.owner.welcomed(frame);
		this.#set('live');
	}

	#answered(reply: Reply): void {
		// Hello is answered by a welcome; a reply is a refusal, as while the database is away.
		if (reply.ref === this.#helloRef) return this.#closed(4503);
		if (reply.ref === null || reply.ref === undefined) return;
		if (reply.ok) this.#questions.answered(reply.ref, reply.data ?? {});
		else if (reply.error) this.#questions.failed(reply.ref, Refused.from(reply.error));
	}

	#closed(code: number): void {
		const welcomed = this.connection === 'live';
		const bye = this.#bye;
		this.#drop();
		// Servers in front may swallow the close code; the goodbye before it says the same.
		const next = afterClose(bye?.code ?? code, bye);
		if (next.what === 'signed-out') {
			this.#set('closed');
			this.owner.signedOut();
		} else if (next.what === 'stop') {
			this.#set('displaced');
		} else if (next.what === 'check') {
			this.#resumeAfter(next.wait);
			void this.#check();
		} else {
			const wait = next.wait === 'backoff' ? this.#backoff.next() : next.wait;
			this.#resumeAfter(Math.max(wait, next.atLeast ?? 0));
			if (!welcomed) this.owner.unwelcome();
		}
	}

	async #check(): Promise<void> {
		const outdated = await isOutdated();
		if (!outdated || this.connection !== 'waiting') return;
		this.#clearTimers();
		this.#set('refused');
	}

	#resumeAfter(wait: number): void {
		this.#set('waiting');
		this.#retry = setTimeout(() => this.open(), wait);
	}

	/** Half-open connections say nothing: after so long a silence, try a new one. */
	#listen(patience: number, code = 4408): void {
		clearTimeout(this.#silence);
		this.#silence = setTimeout(() => this.#closed(code), patience);
	}

	/** Let go of the connection; whoever waits for an answer hears that it got lost. */
	#drop(): void {
		this.#clearTimers();
		const socket = this.#socket;
		this.#socket = null;
		if (socket) {
			socket.onopen = socket.onmessage = socket.onclose = null;
			socket.close();
		}
		this.#questions.lost();
	}

	#clearTimers(): void {
		clearTimeout(this.#retry);
		clearTimeout(this.#silence);
		clearTimeout(this.#stable);
	}

	#send(frame: object): void {
		if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
	}

	#set(connection: Connection): void {
		if (this.connection === connection) return;
		this.connection = connection;
		this.owner.changed(connection);
	}
}

/** The same host that the page came from. */
function address(): string {
	return `${location.origin.replace(/^http/, 'ws')}/ws`;
}
