import { deviceTime } from './clock.ts';
import type { Person } from '#lib/protocol.ts';
import { Backoff } from './reconnect.ts';
import { Refused, sentence } from './errors.ts';
import { newKey } from './keys.ts';
import { Lanes } from './lanes.ts';
import type { Shelf } from './storage.ts';

/** A conversation that begins with this text. */
export interface Start {
	people: Person[];
	title: string;
}

/** A message on its way. `sent`: the server has it, its frame is still to come. */
export interface Outgoing {
	key: string;
	conversation: string;
	content: string;
	/** The number of the message that it answers. */
	reply_to?: number | null;
	/** There is no conversation yet: `conversation` is a place of its own until there is. */
	start?: Start;
	written_at: number;
	state: 'queued' | 'sending' | 'sent' | 'failed';
	/** Why it failed, in a sentence. */
	problem?: string;
	/** It was left for so long that its key is not taken any more. */
	expired?: boolean;
}

export interface OutboxOwner {
	/** Deliver under the message's key: asked twice, done once. */
	deliver(message: Outgoing): Promise<unknown>;
	changed(messages: Outgoing[]): void;
}

/**
 * What was written and is not yet the server's: kept on the device first, delivered in the order
 * of writing in each conversation, with one key from the first try to the last.
 */
export class Outbox {
	#messages: Outgoing[] = [];
	/** The device refused to keep these (private mode, disk full): they live in this page only. */
	#unkept = new Set<string>();
	#lanes = new Lanes((conversation) => this.#first(conversation));
	#backoff = new Backoff();

	constructor(
		private readonly shelf: Shelf,
		private readonly owner: OutboxOwner
	) {}

	get messages(): readonly Outgoing[] {
		return this.#messages;
	}

	/** What an earlier visit, or another tab, left unsent. */
	async restore(): Promise<void> {
		const kept = await this.shelf.all<Outgoing>('outbox');
		const known = new Set(this.#messages.map((message) => message.key));
		const found = kept.filter((message) => !known.has(message.key));
		found.sort((a, b) => a.written_at - b.written_at);
		this.#set([...found, ...this.#messages]);
	}

	async add(
		conversation: string,
		content: string,
		replyTo: number | null = null
	): Promise<Outgoing> {
		return this.#take({ ...fresh(content), conversation, reply_to: replyTo });
	}

	/** The first text of a conversation that is still to be opened. */
	async begin(start: Start, content: string): Promise<Outgoing> {
		const message = fresh(content);
		return this.#take({ ...message, conversation: `new ${message.key}`, start });
	}

	async #take(message: Outgoing): Promise<Outgoing> {
		this.#set([...this.#messages, message]);
		await this.#keep(message);
		this.#lanes.go(message.conversation);
		return message;
	}

	/** The way to the server is open (again). */
	flush(): void {
		this.#backoff.reset();
		for (const conversation of new Set(this.#messages.map((m) => m.conversation))) {
			this.#lanes.go(conversation);
		}
	}

	async retry(key: string): Promise<void> {
		const message = this.#find(key);
		if (message?.state !== 'failed') return;
		if (message.expired) return this.#renew(message);
		const again: Outgoing = { ...message, state: 'queued', problem: undefined };
		this.#update(key, again);
		await this.#keep(again);
		this.#lanes.go(message.conversation);
	}

	/** Whoever sends an old message once more has seen that it is not there. */
	async #renew(message: Outgoing): Promise<void> {
		await this.#remove(message.key);
		const { expired: _expired, problem: _problem, ...rest } = message;
		await this.#take({ ...rest, key: newKey(), state: 'queued' });
	}

	/** Take it out, to edit or to drop it. */
	async discard(key: string): Promise<Outgoing | undefined> {
		const message = this.#find(key);
		if (!message || message.state === 'sending') return undefined;
		await this.#remove(key);
		return message;
	}

	/** The message itself has arrived, by whatever way. */
	arrived(key: string): void {
		if (this.#find(key)) void this.#remove(key);
	}

	async forget(conversation: string): Promise<void> {
		const gone = this.#messages.filter((m) => m.conversation === conversation);
		for (const { key } of gone) await this.#remove(key);
	}

	close(): void {
		this.#lanes.close();
		this.#set([]);
	}

	#first(conversation: string): Promise<number> | null {
		const message = this.#messages.find(
			(m) => m.conversation === conversation && m.state === 'queued'
		);
		return message ? this.#deliver(message) : null;
	}

	/** Returns how long to wait before the next try in this conversation. */
	async #deliver(message: Outgoing): Promise<number> {
		const { key } = message;
		// Another tab may have delivered it, or its author dropped it there.
		if (!this.#unkept.has(key) && !(await this.shelf.get('outbox', key))) {
			this.#set(this.#messages.filter((m) => m.key !== key));
			return 0;
		}
		this.#update(key, { state: 'sending' });
		try {
			await this.owner.deliver(message);
			this.#backoff.reset();
			if (message.start) await this.#remove(key);
			else this.#update(key, { state: 'sent' });
			await this.shelf.delete('outbox', key);
			return 0;
		} catch (error) {
			return this.#failed(message, error);
		}
	}

	async #failed(message: Outgoing, error: unknown): Promise<number> {
		const { key } = message;
		if (error instanceof Refused && !error.retry) {
			const expired = error.code === 'key_expired';
			const failed: Partial<Outgoing> = { state: 'failed', problem: sentence(error), expired };
			this.#update(key, failed);
			await this.#keep({ ...message, ...failed });
			return 0;
		}
		this.#update(key, { state: 'queued' });
		return this.#backoff.after(error);
	}

	async #keep(message: Outgoing): Promise<void> {
		const kept = this.shelf.put('outbox', message.key, message);
		await kept.catch(() => this.#unkept.add(message.key));
	}

	async #remove(key: string): Promise<void> {
		this.#set(this.#messages.filter((m) => m.key !== key));
		await this.shelf.delete('outbox', key);
	}

	#find(key: string): Outgoing | undefined {
		return this.#messages.find((m) => m.key === key);
	}

	#update(key: string, change: Partial<Outgoing>): void {
		this.#set(this.#messages.map((m) => (m.key === key ? { ...m, ...change } : m)));
	}

	#set(messages: Outgoing[]): void {
		this.#messages = messages;
		this.owner.changed(messages);
	}
}

function fresh(content: string): Outgoing {
	const key = newKey();
	return { key, conversation: '', content, written_at: deviceTime(), state: 'queued' };
}
