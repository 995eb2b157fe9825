import { SvelteSet } from 'svelte/reactivity';

/** Whom I follow, of the people who were on a list here. */
export class FollowedStore {
	#ids = new SvelteSet<string>();

	has(person: string): boolean {
		return this.#ids.has(person);
	}

	set(person: string, on: boolean): void {
		if (on) this.#ids.add(person);
		else this.#ids.delete(person);
	}

	/** What a page says of everybody on it. */
	learn(people: readonly { id: string }[], followed: readonly string[]): void {
		const mine = new Set(followed);
		for (const { id } of people) this.set(id, mine.has(id));
	}
}
