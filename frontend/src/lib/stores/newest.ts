import { SvelteMap } from 'svelte/reactivity';

/**
 * Keeps of each object the newest that was heard. Frames and answers over HTTP may come in any
 * order and more than once: the higher version wins.
 */
export class Newest<T extends { version: number }> extends SvelteMap<string, T> {
	/** Returns whether it was news, or at least not older than what is known. */
	keep(id: string, object: T): boolean {
		const mine = this.get(id);
		if (mine && mine.version > object.version) return false;
		this.set(id, object);
		return true;
	}
}
