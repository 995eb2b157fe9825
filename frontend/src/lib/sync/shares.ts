import type { Verbs } from '#lib/protocol.ts';
import type { Way } from './socket.ts';

type Answer = Promise<Record<string, unknown>>;

/** What several tabs ask of one socket that the server keeps but once for it. */
export class Shares {
	#watching = new Map<string, Set<string>>();
	#observed = new Map<string, string[]>();

	constructor(private readonly way: Pick<Way, 'ask'>) {}

	ask<V extends keyof Verbs>(tab: string, verb: V, fields: Verbs[V]): Answer {
		if (verb === 'watch') return this.#watch(tab, fields as Verbs['watch']);
		if (verb === 'unwatch') return this.#unwatch(tab, fields as Verbs['unwatch']);
		if (verb === 'presence') return this.#observe(tab, fields as Verbs['presence']);
		return this.way.ask(verb, fields);
	}

	/** A tab is gone: what it alone looked at is let go of. */
	left(tab: string): void {
		this.#observed.delete(tab);
		for (const topic of this.#watching.keys()) void this.#unwatch(tab, { topic }).catch(() => undefined);
	}

	/** A new connection: nothing is watched yet. */
	clear(): void {
		this.#watching.clear();
		this.#observed.clear();
	}

	/** What a welcome began to watch, for this tab. */
	has(tab: string, topics: string[]): void {
		for (const topic of topics) this.#tabs(topic).add(tab);
	}

	async #watch(tab: string, fields: Verbs['watch']): Answer {
		this.#tabs(fields.topic).add(tab);
		try {
			return await this.way.ask('watch', fields);
		} catch (error) {
			this.#tabs(fields.topic).delete(tab);
			throw error;
		}
	}

	async #unwatch(tab: string, { topic }: Verbs['unwatch']): Answer {
		const tabs = this.#tabs(topic);
		if (!tabs.delete(tab) || tabs.size > 0) return {};
		this.#watching.delete(topic);
		return this.way.ask('unwatch', { topic });
	}

	/** The server observes for a socket whom it named last: everybody whom any tab named. */
	async #observe(tab: string, { people }: Verbs['presence']): Answer {
		this.#observed.delete(tab);
		const others = [...this.#observed.values()].flat();
		this.#observed.set(tab, people);
		const all = [...new Set([...people, ...others])].slice(0, 100);
		const { online } = await this.way.ask('presence', { people: all });
		return { online: (online as string[]).filter((person) => people.includes(person)) };
	}

	#tabs(topic: string): Set<string> {
		let tabs = this.#watching.get(topic);
		if (!tabs) this.#watching.set(topic, (tabs = new Set()));
		return tabs;
	}
}
