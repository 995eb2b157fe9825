import type {
	Applicant,
	Call,
	CallOpened,
	Figures,
	HostCall,
	HostPage,
	Prefill,
	Verbs
} from '#lib/protocol.ts';
import { idIn, topicOf } from '#lib/sync/kinds.ts';
import type { Line } from '#lib/sync/line.ts';
import type { CallsStore } from './calls.svelte.ts';
import { agreeing } from './agreeing.ts';
import { Newest } from './newest.ts';
import { Reading } from './reading.svelte.ts';

/** The page of one call of mine: who applied, and how far it has reached. */
export class CallPage {
	readonly applicants = new Newest<Applicant>();
	figures = $state.raw<Figures | null>(null);
	/** Applications of those who were booked at that time when the page was read. */
	bookedThen = $state.raw<readonly string[]>([]);
	readonly reading = new Reading();

	/** In the order in which they applied. */
	readonly sorted = $derived(
		[...this.applicants.values()].sort((a, b) => (a.created_at < b.created_at ? -1 : 1))
	);
	readonly pending = $derived(this.sorted.filter(({ status }) => status === 'pending').length);
	readonly unseen = $derived(
		this.sorted.some(({ status, viewed }) => status === 'pending' && !viewed)
	);
}

/** My calls as their host. */
export class HostingStore {
	#calls = new Newest<HostCall>();
	#pages = new Map<string, CallPage>();
	readonly reading = new Reading();

	/** Open ones first, the nearest deadline on top; then the rest, the latest on top. */
	readonly list = $derived.by(() => {
		const all = [...this.#calls.values()].map((it) => {
			return { ...it, call: this.calls.current(it.call) };
		});
		const open = all.filter(({ call }) => call.status === 'active');
		const over = all.filter(({ call }) => call.status !== 'active');
		open.sort((a, b) => (a.call.expires_at < b.call.expires_at ? -1 : 1));
		over.sort((a, b) => (a.call.created_at < b.call.created_at ? 1 : -1));
		return [...open, ...over];
	});
	/** How many applicants wait for a decision of mine. */
	readonly waiting = $derived(
		this.list.reduce((sum, { call, pending }) => sum + (call.status === 'active' ? pending : 0), 0)
	);

	constructor(
		private readonly line: Line,
		private readonly calls: CallsStore
	) {}

	get(call: string): HostCall | undefined {
		return this.#calls.get(call);
	}

	/** The active call for a session, if there is one. */
	activeFor(session: string): HostCall | undefined {
		return this.list.find(({ call }) => call.session.id === session && call.status === 'active');
	}

	load(): Promise<void> {
		return this.reading.run(async () => {
			const calls = await this.line.all<HostCall>('/api/v1/calls', 'calls');
			for (const call of calls) this.changed(call);
		});
	}

	page(call: string): CallPage {
		const known = this.#pages.get(call);
		if (known) return known;
		const page = new CallPage();
		this.#pages.set(call, page);
		return page;
	}

	loadPage(call: string): Promise<void> {
		const page = this.page(call);
		return page.reading.run(async () => {
			const read = await this.line.read<HostPage>(`/api/v1/calls/${call}/host`);
			this.changed(read.call);
			page.figures = read.figures;
			page.bookedThen = read.booked_then;
			for (const applicant of read.applicants) page.applicants.keep(applicant.id, applicant);
			this.line.topics.place(topicOf('call.host', call), read.version);
		});
	}

	watch(call: string): () => void {
		return this.line.watches.watch(topicOf('call.host', call));
	}

	changed(call: HostCall): void {
		this.calls.put(call.call);
		this.#calls.keep(call.call.id, call);
	}

	applicant(applicant: Applicant): void {
		this.page(applicant.call).applicants.keep(applicant.id, applicant);
	}

	figures(figures: Figures): void {
		this.page(figures.call).figures = figures;
	}

	async open(fields: Verbs['call.open']): Promise<CallOpened> {
		const opened = await this.line.ask('call.open', fields);
		if (!this.line.live) await this.load();
		return opened;
	}

	/** What a call for a session would be, from what was asked last time. */
	prefill(session: string): Promise<Prefill> {
		return this.line.read<Prefill>(`/api/v1/sessions/${session}/prefill`);
	}

	/** Another deadline: a later one, or for one that is over a new one. */
	async until(verb: 'call.extend' | 'call.reopen', call: string, at: number, key: string) {
		const expires_at = new Date(at).toISOString();
		await this.line.ask(verb, { call, expires_at, key });
		await this.#reread(call);
	}

	/** Another fee or note; who has applied is asked about another fee. */
	async change(fields: Verbs['call.update']): Promise<void> {
		await this.line.ask('call.update', fields);
		await this.#reread(fields.call);
	}

	async cancel(call: string, key: string): Promise<void> {
		await this.line.ask('call.cancel', { call, key });
		await this.#reread(call);
	}

	async invite(call: string, person: string, key: string): Promise<void> {
		await this.line.ask('call.invite', { call, person, key });
	}

	async reject(call: string, application: string, key: string): Promise<void> {
		await this.line.ask('call.reject', { application, key });
		await this.#reread(call);
	}

	/** On the terms that `call` shows. */
	async confirm(call: Call, application: string, key: string): Promise<void> {
		const ask = this.line.ask('call.confirm', { application, terms: call.terms, key });
		await agreeing(call, ask, () => this.#reread(call.id));
		await this.#reread(call.id);
	}

	/** Shows at once: only I see it, and a second press takes it back. */
	async shortlist(applicant: Applicant, on: boolean): Promise<void> {
		this.applicant({ ...applicant, shortlisted: on });
		try {
			await this.line.ask('call.shortlist', { application: applicant.id, on });
		} catch (error) {
			this.applicant(applicant);
			throw error;
		}
	}

	/** Their applications have been looked at: each is told so. */
	async looked(call: string): Promise<void> {
		await this.line.ask('call.view', { call });
	}

	/** A host topic was revoked or is gone. */
	forget(topic: string): void {
		this.#pages.delete(idIn(topic));
	}

	clear(): void {
		this.#calls.clear();
		this.#pages.clear();
		this.reading.stale();
	}

	/** A frame brings what my own act has changed; without a socket it has to be asked for. */
	async #reread(call: string): Promise<void> {
		if (!this.line.live) await this.loadPage(call);
	}
}
