import { SvelteMap } from 'svelte/reactivity';
import type { Message, Participant, ReactionOf, ThreadCard } from '#lib/protocol.ts';
import type { Line } from '#lib/sync/line.ts';
import { merged, withReaction } from './reactions.ts';

/** Messages in one page while one scrolls, and on each side of one that was looked for. */
const PAGE = 100;
/** What lies no further than this from what is loaded is read along with all that is between. */
const NEAR = 300;

interface Page {
	messages: Message[];
	more: boolean;
}

interface Edge {
	before?: number;
	after?: number;
	limit: number;
}

/** Messages of one conversation without a hole: up to the newest, or around one looked for. */
export class Thread {
	#messages = $state.raw<readonly Message[]>([]);
	#quoted = new SvelteMap<number, Message>();
	#participants = $state.raw<readonly Participant[]>([]);
	/** Older messages exist than are loaded. */
	more = $state(false);
	/** Newer messages exist than are loaded. */
	ahead = $state(false);
	/** The newest number that was heard of meanwhile. */
	#newest = 0;
	loaded = $state(false);
	/** What is shown was kept on this device: the server has not been heard yet. */
	kept = $state(false);
	#reading = false;
	problem = $state.raw<unknown>(null);
	/** What host and model have going; null: nothing, undefined: not known yet. */
	card = $state.raw<ThreadCard | null | undefined>(undefined);

	constructor(
		readonly conversation: string,
		private readonly line: Line
	) {}

	/** In the order of their numbers. */
	get messages(): readonly Message[] {
		return this.#messages;
	}

	get participants(): readonly Participant[] {
		return this.#participants;
	}

	/**
	 * The newest messages, read at one moment. What frames brought since the reading began is
	 * newer; what is older than the first of these is dropped, so that no hole can be left.
	 */
	opened(messages: Message[], more: boolean, participants: Participant[]): void {
		const first = messages[0]?.number ?? 0;
		const heard = this.#messages.filter((message) => message.number >= first);
		this.#messages = messages;
		for (const message of heard) this.#keep(message);
		this.#participants = participants;
		this.more = more;
		this.#joined(false);
		this.loaded = true;
	}

	/** A new message, or one that has changed: then only if it is among those loaded. */
	put(message: Message): void {
		const first = this.#messages[0]?.number ?? 0;
		const last = this.#messages.at(-1)?.number ?? 0;
		this.#newest = Math.max(this.#newest, message.number);
		if (this.#quoted.has(message.number)) this.#quoted.set(message.number, message);
		if (this.ahead && message.number > last) return;
		if (!this.loaded || message.number >= first) this.#keep(message);
	}

	participant(participant: Participant): void {
		const others = this.#participants.filter((p) => p.person.id !== participant.person.id);
		this.#participants = [...others, participant];
	}

	/** A sign was put on a message, or taken back. */
	react(reaction: ReactionOf): void {
		const at = position(this.#messages, reaction.number);
		const message = this.#messages[at];
		if (message?.number !== reaction.number) return;
		this.#messages = this.#messages.with(at, withReaction(message, reaction));
	}

	at(number: number): Message | undefined {
		const message = this.#messages[position(this.#messages, number)];
		return message?.number === number ? message : undefined;
	}

	/** As it is now, as far as it was read: also one further up than what is loaded. */
	known(number: number): Message | undefined {
		return this.at(number) ?? this.#quoted.get(number);
	}

	/** A message that may be older than what is loaded: what a reply answers. */
	async quoted(number: number): Promise<Message | undefined> {
		const known = this.known(number);
		if (known) return known;
		const { messages } = await this.#page({ after: number - 1, limit: 1 });
		const [found] = messages;
		if (found?.number !== number) return undefined;
		this.#quoted.set(number, found);
		return found;
	}

	/** Nothing of what is known counts any more. */
	clear(): void {
		this.#messages = [];
		this.ahead = false;
		this.#newest = 0;
		this.loaded = false;
	}

	/** See to it that a number is among those loaded, without all that may lie between. */
	async reach(number: number): Promise<void> {
		const first = this.#messages[0]?.number ?? 0;
		const last = this.#messages.at(-1)?.number ?? 0;
		if (number >= first && (number <= last || !this.ahead)) return;
		if (number < first && first - number <= NEAR) await this.older(first - number + PAGE);
		if (number < (this.#messages[0]?.number ?? 0) || number > last) await this.#around(number);
	}

	async #around(number: number): Promise<void> {
		const [before, after] = await Promise.all([
			this.#page({ before: number, limit: PAGE }),
			this.#page({ after: number - 1, limit: PAGE })
		]);
		this.#messages = [...before.messages, ...after.messages];
		this.more = before.more;
		this.#joined(after.more);
	}

	async older(limit = PAGE): Promise<void> {
		const before = this.#messages[0]?.number;
		if (this.#reading || !this.more || before === undefined) return;
		await this.#read({ before, limit }, ({ messages, more }) => {
			// A snapshot may have come in between: then these do not join on.
			if (this.#messages[0]?.number !== before) return;
			this.#messages = [...messages, ...this.#messages];
			this.more = more;
		});
	}

	async newer(): Promise<void> {
		const after = this.#messages.at(-1)?.number;
		if (this.#reading || !this.ahead || after === undefined) return;
		await this.#read({ after, limit: PAGE }, ({ messages, more }) => {
			if (this.#messages.at(-1)?.number !== after) return;
			this.#messages = [...this.#messages, ...messages];
			this.#joined(more);
		});
	}

	/** The newest are among those loaded, unless something was said since they were read. */
	#joined(more: boolean): void {
		this.ahead = more || (this.#messages.at(-1)?.number ?? 0) < this.#newest;
	}

	async #read(edge: Edge, take: (page: Page) => void): Promise<void> {
		this.#reading = true;
		try {
			take(await this.#page(edge));
		} finally {
			this.#reading = false;
		}
	}

	#page(edge: Edge): Promise<Page> {
		const path = `/api/v1/conversations/${this.conversation}/messages`;
		return this.line.read<Page>(path, { ...edge });
	}

	#keep(message: Message): void {
		const at = position(this.#messages, message.number);
		const mine = this.#messages[at];
		const known = mine?.number === message.number;
		const next = known ? merged(mine, message) : message;
		if (next !== mine) this.#messages = this.#messages.toSpliced(at, known ? 1 : 0, next);
	}
}

/** Where a number is, or belongs. */
function position(messages: readonly Message[], number: number): number {
	let low = 0;
	let high = messages.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((messages[middle]?.number ?? 0) < number) low = middle + 1;
		else high = middle;
	}
	return low;
}
