import { SvelteSet } from 'svelte/reactivity';
import type { BoardCall, Call, CallState, MyApplication } from '#lib/protocol.ts';
import type { Line } from '#lib/sync/line.ts';
import type { CallsStore } from './calls.svelte.ts';
import { agreeing } from './agreeing.ts';
import { Newest } from './newest.ts';
import { Reading } from './reading.svelte.ts';

export interface BoardRow extends BoardCall {
	/** My latest application, where it is known as a whole. */
	mine: MyApplication | null;
}

/** Calls that are for me as a model, and what I applied for. */
export class BoardStore {
	/** By call: those on the board, and others that were looked at. */
	#rows = new Newest<BoardCall>();
	#listed = new SvelteSet<string>();
	#applications = new Newest<MyApplication>();
	#seeing = new Set<string>();
	readonly reading = new Reading();

	/** Mine, the newest first. */
	readonly applications = $derived(
		[...this.#applications.values()].sort((a, b) => (a.created_at < b.created_at ? 1 : -1))
	);
	readonly #latest = $derived(
		new Map(this.applications.toReversed().map((mine) => [mine.call.id, mine]))
	);

	/** Open ones first, the nearest deadline on top; then those that ended, the latest on top. */
	readonly rows = $derived.by(() => {
		const listed = [...this.#rows.values()].filter((row) => this.#listed.has(row.call.id));
		const all = listed.map((row) => this.#row(row));
		const stays = ({ call }: BoardRow) =>
			call.status === 'active' || this.calls.turned.has(call.id);
		const open = all.filter((row) => stays(row));
		const over = all.filter((row) => !stays(row));
		open.sort((a, b) => (a.call.expires_at < b.call.expires_at ? -1 : 1));
		over.sort((a, b) => (a.call.expires_at < b.call.expires_at ? 1 : -1));
		return [...open, ...over];
	});

	constructor(
		private readonly line: Line,
		private readonly calls: CallsStore
	) {}

	get(call: string): BoardRow | undefined {
		const row = this.#rows.get(call);
		return row && this.#row(row);
	}

	load(): Promise<void> {
		return this.reading.run(async () => {
			const before = [...this.#listed];
			const [calls, applications] = await Promise.all([
				this.line.all<BoardCall>('/api/v1/board', 'calls'),
				this.line.all<MyApplication>('/api/v1/applications', 'applications')
			]);
			for (const id of before) if (this.get(id)?.call.status === 'active') this.#listed.delete(id);
			for (const row of calls) this.told(row);
			for (const application of applications) this.applied(application);
		});
	}

	/** My evenings are others now, and with them what suits me. */
	again(): void {
		if (this.reading.done) void this.load();
	}

	/** Who has found a call by themselves is not told how another time suits them. */
	moved({ id, session }: CallState): void {
		const mine = this.#listed.has(id) ? this.get(id) : undefined;
		if (mine?.version !== 0) return;
		const { starts_at, ends_at } = mine.call.session;
		if (starts_at !== session.starts_at || ends_at !== session.ends_at) this.again();
	}

	/** One call as I stand to it, also if it is not for me. */
	async loadCall(id: string): Promise<void> {
		const row = await this.line.read<BoardCall>(`/api/v1/calls/${id}`);
		// How my application ended, and where we talk about it, stands in the application alone.
		if (row.application && !this.#applications.get(row.application)) await this.load();
		this.#put(row);
	}

	told(row: BoardCall): void {
		this.#put(row);
		this.#listed.add(row.call.id);
	}

	/** I have looked at a call; its host is told as a number. What gets lost is no harm. */
	async saw({ call, seen }: BoardCall): Promise<void> {
		if (seen || this.#seeing.has(call.id)) return;
		this.#seeing.add(call.id);
		await this.line.ask('call.view', { call: call.id }).catch(() => undefined);
	}

	/** What ended before one's eyes has been seen by now; what was applied to stays. */
	tidy(): void {
		for (const { call, application } of this.rows) {
			if (call.status !== 'active' && !application) this.#listed.delete(call.id);
		}
		this.calls.turned.clear();
	}

	applied(application: MyApplication): void {
		this.calls.put(application.call);
		this.#applications.keep(application.id, application);
	}

	async apply(call: Call, note: string, key: string): Promise<void> {
		const ask = this.line.ask('call.apply', { call: call.id, note, terms: call.terms, key });
		await agreeing(call, ask, () => this.#reread());
		await this.#reread();
	}

	/** It was changed after I applied, and it suits me as `call` shows it now. */
	async agree(application: string, call: Call, key: string): Promise<void> {
		const ask = this.line.ask('call.agree', { application, terms: call.terms, key });
		await agreeing(call, ask, () => this.#reread());
		await this.#reread();
	}

	async withdraw(application: string, key: string): Promise<void> {
		await this.line.ask('call.withdraw', { application, key });
		await this.#reread();
	}

	clear(): void {
		this.#rows.clear();
		this.#applications.clear();
		this.#listed.clear();
		this.reading.stale();
	}

	/** A frame brings what my own act has changed; without a socket it has to be asked for. */
	async #reread(): Promise<void> {
		if (!this.line.live) await this.load();
	}

	#put(row: BoardCall): void {
		this.calls.put(row.call);
		this.#rows.keep(row.call.id, row);
	}

	#row(row: BoardCall): BoardRow {
		const mine = this.#latest.get(row.call.id) ?? null;
		return {
			...row,
			mine,
			call: this.calls.current(row.call),
			application: mine?.id ?? row.application,
			application_status: mine?.status ?? row.application_status
		};
	}
}
