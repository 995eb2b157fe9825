import type { Shelf } from './storage.ts';

/** A picture on its way into a conversation, as the device keeps it. */
export interface Kept {
	/** Of the message that will show it, from the first try to the last. */
	key: string;
	conversation: string;
	/** The number of the message that it answers. */
	reply_to: number | null;
	file: Blob;
	/** What is said with it. */
	content?: string;
	chosen_at: number;
	/** What the server calls it, once it has the bytes. */
	image: string | null;
}

/** So many, and so many bytes of all: pictures are large, and a full device keeps nothing. */
const MOST = { pictures: 20, bytes: 64 * 1024 * 1024 };

/**
 * Keeps pictures until the server has them. What does not fit, or the device refuses to take,
 * lives in this page only.
 */
export class Album {
	#unkept = new Set<string>();
	/** One is kept after the other, so that each counts those before it. */
	#last: Promise<void> = Promise.resolve();
	#kept = new Map<string, Promise<void>>();
	#closed = false;

	constructor(
		private readonly shelf: Shelf,
		private readonly most = MOST
	) {}

	/** What an earlier visit, or another tab, has not finished; the first chosen first. */
	async all(): Promise<Kept[]> {
		const kept = await this.shelf.all<Kept>('picture').catch(() => []);
		return kept.sort((a, b) => a.chosen_at - b.chosen_at);
	}

	keep(picture: Kept): Promise<void> {
		this.#last = this.#last.then(() => this.#put(picture));
		this.#kept.set(picture.key, this.#last);
		return this.#last;
	}

	/** As it is now; undefined if another tab has finished or dropped it. */
	async now(picture: Kept): Promise<Kept | undefined> {
		const { key } = picture;
		await this.#kept.get(key);
		if (this.#unkept.has(key)) return picture;
		return this.shelf.get<Kept>('picture', key).catch(() => picture);
	}

	async drop(key: string): Promise<void> {
		await this.#kept.get(key);
		this.#kept.delete(key);
		this.#unkept.delete(key);
		await this.shelf.delete('picture', key).catch(() => undefined);
	}

	/** Nothing is kept from now on. */
	close(): void {
		this.#closed = true;
	}

	async #put(picture: Kept): Promise<void> {
		const { key, file } = picture;
		const others = (await this.all()).filter((one) => one.key !== key);
		const bytes = others.reduce((sum, one) => sum + one.file.size, file.size);
		const fits = others.length < this.most.pictures && bytes <= this.most.bytes;
		try {
			if (fits && !this.#closed) return await this.shelf.put('picture', key, picture);
		} catch {
			// A full device, or one that takes no files: the upload goes on all the same.
		}
		this.#unkept.add(key);
	}
}
