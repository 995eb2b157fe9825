import type { Offer, Verbs } from '#lib/protocol.ts';
import type { Line } from '#lib/sync/line.ts';
import { agreeing } from './agreeing.ts';
import { Newest } from './newest.ts';
import { Reading } from './reading.svelte.ts';

/** Offers that I got as a model, and those that I sent as a host. */
export class OffersStore {
	#offers = new Newest<Offer>();
	readonly reading = new Reading();

	/** What waits for an answer first, the nearest deadline on top; then the rest, newest first. */
	readonly list = $derived.by(() => {
		const open = [...this.#offers.values()].filter(({ status }) => status === 'sent');
		const over = [...this.#offers.values()].filter(({ status }) => status !== 'sent');
		open.sort((a, b) => (a.expires_at < b.expires_at ? -1 : 1));
		over.sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
		return [...open, ...over];
	});

	constructor(private readonly line: Line) {}

	get(id: string): Offer | undefined {
		return this.#offers.get(id);
	}

	/** The newest that is known of an offer; `offer` itself where nothing newer is. */
	current(offer: Offer): Offer {
		return this.#offers.get(offer.id) ?? offer;
	}

	/** How many wait for an answer of mine. */
	waiting(me: string): number {
		return this.list.filter((it) => it.status === 'sent' && it.model.id === me).length;
	}

	forSession(session: string): Offer[] {
		return this.list.filter((offer) => offer.session.id === session);
	}

	load(): Promise<void> {
		return this.reading.run(async () => {
			const offers = await this.line.all<Offer>('/api/v1/offers', 'offers');
			for (const offer of offers) this.changed(offer);
		});
	}

	changed(offer: Offer): void {
		this.#offers.keep(offer.id, offer);
	}

	async send(fields: Verbs['offer.send']): Promise<string | null> {
		const { conversation } = await this.line.ask('offer.send', fields);
		await this.#reread();
		return conversation;
	}

	async accept(offer: Offer, key: string): Promise<void> {
		const ask = this.line.ask('offer.accept', { offer: offer.id, terms: offer.terms, key });
		await agreeing(offer, ask, () => this.#reread());
		await this.#reread();
	}

	async decide(
		verb: 'offer.decline' | 'offer.withdraw',
		offer: string,
		key: string
	): Promise<void> {
		await this.line.ask(verb, { offer, key });
		await this.#reread();
	}

	clear(): void {
		this.#offers.clear();
		this.reading.stale();
	}

	/** A frame brings what my own act has changed; without a socket it has to be asked for. */
	async #reread(): Promise<void> {
		if (!this.line.live) await this.load();
	}
}
