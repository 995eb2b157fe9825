import { untrack } from 'svelte';
import { agenda, time } from './app.ts';
import { loadEvenings } from './evenings.ts';
import type { Entry } from './stores/agenda.svelte.ts';
import { Refused } from './sync/errors.ts';

interface Evening {
	readonly entry: Entry | undefined;
	/** Whether it is known if there is one. */
	readonly done: boolean;
	/** Whether there is nothing to wait for: it is known, or cannot be. */
	readonly settled: boolean;
	readonly problem: unknown;
	load(): void;
}

/** One evening of mine, also where it lies beyond the days that the calendar holds. `id` may be empty. */
export function eveningOf(id: () => string): Evening {
	/** The one that was looked for by itself. */
	let looked = $state('');
	let problem = $state.raw<unknown>(null);
	const entry = $derived(agenda.entry(id()));
	const done = $derived(!id() || (agenda.reading.done && (entry !== undefined || looked === id())));

	async function look(session: string): Promise<void> {
		problem = null;
		try {
			await agenda.one(session);
		} catch (error) {
			if (!(error instanceof Refused && error.code === 'not_found')) return void (problem = error);
		}
		looked = session;
	}

	function load(): void {
		if (!agenda.reading.done) loadEvenings(time.now);
		else if (!done) void look(id());
	}

	// Once when the calendar is to be read, and once more when this one is not in it.
	$effect(() => {
		const asked = [id(), agenda.reading.done];
		if (asked[0] && !done && !problem) untrack(load);
	});

	return {
		get entry() {
			return entry;
		},
		get done() {
			return done;
		},
		get settled() {
			return done || problem !== null;
		},
		get problem() {
			return agenda.reading.problem ?? problem;
		},
		load
	};
}
