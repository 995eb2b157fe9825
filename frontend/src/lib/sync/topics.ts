import type { TopicState } from '#lib/protocol.ts';
import { Refused } from './errors.ts';
import type { EventFrame, TopicFrame } from './frames.ts';
import { isHint, isOneObject, kindOf } from './kinds.ts';

/** Out of order is usually healed by the next frame; only then is the server asked. */
const PATIENCE = 300;
const JITTER = 200;
const AGAIN = 2_000;
const AT_ONCE = 200;
const UNREAD_YET = -1;

export interface TopicsOwner {
	/** Put a change into the stores. Must bear being told twice. */
	apply(frame: EventFrame): void;
	/** A snapshot: whatever was known of the topic is replaced by these. */
	restore(topic: string, frames: EventFrame[]): void;
	/** The topic may not be seen any more, or is gone. */
	forget(topic: string): void;
	/** A conversation that is not known here, or not any more: read it and `place` it. */
	adopt(topic: string): Promise<void>;
	/** A place of my feed, whose versions are not followed here, has moved on unheard. */
	missed(topic: string): void;
	/** How far I have read rides along with a conversation's state. */
	read(topic: string, lastReadNumber: number): void;
	sync(cursors: Record<string, number>): Promise<Record<string, TopicState>>;
	/** Frames flow: a question that got lost is not answered by the next welcome. */
	readonly live: boolean;
}

interface Topic {
	version: number;
	/** Frames that came before the ones they build on. */
	held: Map<number, TopicFrame>;
	timer: ReturnType<typeof setTimeout> | undefined;
	asking: boolean;
	/** A head that was told while the question was under way: its answer may be older. */
	wanted: number;
}

/**
 * The versions of everything followed here. A frame is applied when it is the next one; older
 * ones are dropped, a gap is held and then asked for. Objects live in the stores, not here.
 */
export class Topics {
	#topics = new Map<string, Topic>();
	#due = new Set<string>();

	constructor(private readonly owner: TopicsOwner) {}

	version(name: string): number | undefined {
		const version = this.#topics.get(name)?.version;
		return version === UNREAD_YET ? undefined : version;
	}

	versions(): Record<string, number> {
		const known = [...this.#topics].filter(([, topic]) => topic.version !== UNREAD_YET);
		return Object.fromEntries(known.map(([name, topic]) => [name, topic.version]));
	}

	/** The stores hold the topic as it was at this version, read by other means. */
	place(name: string, version: number): void {
		const topic = this.#topic(name);
		if (version > topic.version) topic.version = version;
		this.#drain(name, topic);
	}

	drop(name: string): void {
		clearTimeout(this.#topics.get(name)?.timer);
		this.#topics.delete(name);
		this.#due.delete(name);
	}

	clear(): void {
		for (const name of [...this.#topics.keys()]) this.drop(name);
	}

	receive(frame: TopicFrame): void {
		const topic = this.#topics.get(frame.topic);
		if (!topic || topic.version === UNREAD_YET) return this.#unknown(frame);
		if (frame.version <= topic.version) return;
		if (isOneObject(frame.topic)) this.#advance(topic, frame);
		else topic.held.set(frame.version, frame);
		this.#drain(frame.topic, topic);
	}

	/** The server's sweep says how far topics have come. */
	heads(versions: Record<string, number>): void {
		for (const [name, version] of Object.entries(versions)) {
			const mine = this.version(name);
			const topic = this.#topics.get(name);
			if (topic?.asking) topic.wanted = Math.max(topic.wanted, version);
			if (mine !== undefined ? mine < version : isRead(name)) this.#ask(name);
			else if (mine === undefined && isHint(name)) this.owner.missed(name);
		}
	}

	/** News of a conversation came some other way: read it, if it is not known here. */
	want(name: string): void {
		if (this.version(name) === undefined) this.#ask(name);
	}

	revoke(name: string): void {
		this.drop(name);
		this.owner.forget(name);
	}

	/** Changes since my cursor, or a snapshot, from `welcome` or `sync`. */
	absorb(name: string, state: TopicState): void {
		const topic = this.#topic(name);
		const frames = state.objects.map((object) => ({ ...object, topic: name }) as EventFrame);
		if (state.reset) {
			topic.version = state.version;
			this.owner.restore(name, frames);
		} else {
			for (const frame of frames) if (frame.version > topic.version) this.#apply(frame);
			topic.version = Math.max(topic.version, state.version);
		}
		if (typeof state.last_read_number === 'number') this.owner.read(name, state.last_read_number);
		this.#drain(name, topic);
		if (state.more) this.#ask(name);
	}

	#topic(name: string): Topic {
		let topic = this.#topics.get(name);
		if (!topic) {
			const held = new Map<number, TopicFrame>();
			topic = { version: UNREAD_YET, held, timer: undefined, asking: false, wanted: UNREAD_YET };
			this.#topics.set(name, topic);
		}
		return topic;
	}

	#unknown(frame: TopicFrame): void {
		// Of all whom I follow only hints are wanted, in any order: no version is kept of them.
		if (isHint(frame.topic)) this.#apply(frame);
		if (!isRead(frame.topic)) return;
		this.#topic(frame.topic).held.set(frame.version, frame);
		this.#ask(frame.topic);
	}

	#advance(topic: Topic, frame: TopicFrame): void {
		topic.version = frame.version;
		this.#apply(frame);
	}

	#apply(frame: TopicFrame): void {
		if (frame.type === 'skip') return;
		this.owner.apply(frame as EventFrame);
	}

	/** Apply what was held and is the next now; ask, after a while, for what is still missing. */
	#drain(name: string, topic: Topic): void {
		for (const version of [...topic.held.keys()].sort((a, b) => a - b)) {
			if (version > topic.version + 1) break;
			const frame = topic.held.get(version);
			topic.held.delete(version);
			if (frame && version === topic.version + 1) this.#advance(topic, frame);
		}
		if (topic.held.size === 0) {
			clearTimeout(topic.timer);
			topic.timer = undefined;
		} else {
			topic.timer ??= setTimeout(
				() => {
					topic.timer = undefined;
					this.#ask(name);
				},
				PATIENCE + Math.random() * JITTER
			);
		}
	}

	/** Ask once for all topics that fell behind in the same moment. */
	#ask(name: string): void {
		if (this.#topic(name).asking) return;
		if (this.#due.size === 0) queueMicrotask(() => this.#askForDue());
		this.#due.add(name);
	}

	#askForDue(): void {
		const due = [...this.#due];
		this.#due.clear();
		const [unread, behind] = split(due, (name) => this.version(name) === undefined);
		for (const name of unread) void this.#flight([name], () => this.owner.adopt(name));
		for (let at = 0; at < behind.length; at += AT_ONCE) {
			const some = behind.slice(at, at + AT_ONCE);
			void this.#flight(some, () => this.#sync(some));
		}
	}

	async #sync(names: string[]): Promise<void> {
		const known = this.versions();
		const cursors = Object.fromEntries(names.map((name) => [name, known[name] ?? 0]));
		const states = await this.owner.sync(cursors);
		for (const name of names) {
			const state = states[name];
			const topic = this.#topics.get(name);
			// Revoked, or not looked at any more, since it was asked for.
			if (!topic) continue;
			topic.asking = false;
			if (state) this.absorb(name, state);
			else this.revoke(name);
		}
	}

	/** One question at a time for each topic. */
	async #flight(names: string[], question: () => Promise<void>): Promise<void> {
		for (const name of names)
			Object.assign(this.#topic(name), { asking: true, wanted: UNREAD_YET });
		try {
			await question();
		} catch (error) {
			this.#failed(names, error);
		} finally {
			for (const name of names) this.#landed(name);
		}
	}

	#landed(name: string): void {
		const topic = this.#topics.get(name);
		if (!topic) return;
		topic.asking = false;
		if (topic.wanted > topic.version) this.#ask(name);
	}

	/** After a lost connection `welcome` brings what is missing; other failures are asked again. */
	#failed(names: string[], error: unknown): void {
		const retry = error instanceof Refused ? error.retry : this.owner.live;
		const after = error instanceof Refused ? error.afterMs : null;
		for (const name of names) {
			if (retry) setTimeout(() => this.#again(name), after ?? AGAIN);
			else if (error instanceof Refused && error.code === 'not_found') this.revoke(name);
		}
	}

	/** Not of what was let go of meanwhile. */
	#again(name: string): void {
		if (this.#topics.has(name)) this.#ask(name);
	}
}

/** Of whose kind I have all that is mine: one that is not known here is read. */
function isRead(name: string): boolean {
	return kindOf(name) === 'conversation';
}

function split<T>(all: T[], test: (one: T) => boolean): [T[], T[]] {
	return [all.filter(test), all.filter((one) => !test(one))];
}
