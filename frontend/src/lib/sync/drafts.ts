import type { Shelf } from './storage.ts';

const QUIET = 400;

/** Text begun and not sent, by the place it was begun in; it outlives the page. */
export class Drafts {
	#texts = new Map<string, string>();
	#timers = new Map<string, ReturnType<typeof setTimeout>>();

	constructor(private readonly shelf: Shelf) {}

	async restore(): Promise<void> {
		const kept = await this.shelf.all<{ place: string; text: string }>('draft');
		for (const { place, text } of kept) if (!this.#texts.has(place)) this.#texts.set(place, text);
	}

	get(place: string): string {
		return this.#texts.get(place) ?? '';
	}

	set(place: string, text: string): void {
		this.#texts.set(place, text);
		clearTimeout(this.#timers.get(place));
		this.#timers.set(
			place,
			setTimeout(() => void this.#keep(place), text ? QUIET : 0)
		);
	}

	clear(place: string): void {
		this.set(place, '');
	}

	/** The page is about to go: keep everything now. */
	flush(): void {
		for (const [place, timer] of this.#timers) {
			clearTimeout(timer);
			const text = this.get(place);
			if (text) this.shelf.putNow('draft', place, { place, text });
			void this.#keep(place);
		}
	}

	close(): void {
		for (const timer of this.#timers.values()) clearTimeout(timer);
		this.#texts.clear();
		this.#timers.clear();
	}

	async #keep(place: string): Promise<void> {
		this.#timers.delete(place);
		const text = this.get(place);
		if (text) await this.shelf.put('draft', place, { place, text });
		else {
			this.#texts.delete(place);
			await this.shelf.delete('draft', place);
		}
	}
}
