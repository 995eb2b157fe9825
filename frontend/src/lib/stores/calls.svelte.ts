import { SvelteSet } from 'svelte/reactivity';
import type { Call, CallState } from '#lib/protocol.ts';
import { topicOf } from '#lib/sync/kinds.ts';
import type { Line } from '#lib/sync/line.ts';
import { Newest } from './newest.ts';

/** Every call known here, once: cards all over the client show the same course of it. */
export class CallsStore {
	#calls = new Newest<Call>();
	/** Those that ended before one's eyes: lists let them stand where they stood. */
	readonly turned = new SvelteSet<string>();

	constructor(private readonly line: Line) {}

	/** The newest that is known of a call; `call` itself where nothing newer is. */
	current(call: Call): Call {
		return this.#calls.get(call.id) ?? call;
	}

	put(call: Call): void {
		// The exact place is told in some of the ways to read a call, and then stays known.
		const place = call.session.place ?? this.#calls.get(call.id)?.session.place ?? null;
		this.#calls.keep(call.id, { ...call, session: { ...call.session, place } });
		this.line.topics.place(topicOf('call', call.id), call.version);
	}

	changed(state: CallState, version: number): void {
		const mine = this.#calls.get(state.id);
		if (!mine) return;
		const session = { ...mine.session, ...state.session };
		const news = this.#calls.keep(state.id, { ...mine, ...state, session, version });
		if (news && mine.status === 'active' && state.status !== 'active') this.turned.add(state.id);
	}

	/** Be told about a call for as long as it is shown. */
	watch(id: string): () => void {
		return this.line.watches.watch(topicOf('call', id));
	}

	clear(): void {
		this.turned.clear();
		this.#calls.clear();
	}
}
