import type { ImageState } from '#lib/protocol.ts';
import { Interrupted } from '#lib/sync/errors.ts';
import { later } from '#lib/sync/later.ts';
import type { Line } from '#lib/sync/line.ts';
import type { Picture } from '#lib/sync/pictures.ts';
import type { Shelf } from '#lib/sync/storage.ts';
import type { Bringing } from './bringing.ts';

/**
 * Pictures that are on their way. What brings them is loaded where some can be chosen, or wait:
 * most visits have none.
 */
export class PicturesStore {
	#adding = $state.raw<readonly Picture[]>([]);
	#shelf: Shelf | null = null;
	#loading: Promise<Bringing> | null = null;
	#bringing: Bringing | null = null;
	/** The server has said that it is this person who is signed in. */
	confirmed = false;
	/** What the server has made of mine. */
	readonly made = new Map<string, ImageState>();

	constructor(readonly line: Line) {}

	/** What an earlier visit has not finished is shown at once. */
	open(shelf: Shelf): void {
		this.#shelf = shelf;
		void this.flush();
	}

	of(conversation: string): readonly Picture[] {
		return this.#adding.filter((one) => one.conversation === conversation);
	}

	/** Of its file, to be looked at meanwhile. */
	urlOf(picture: Picture): string | undefined {
		return this.#bringing?.urlOf(picture);
	}

	/** Before some are chosen: without a line, nothing more can be loaded. */
	async ready(): Promise<Bringing> {
		this.#loading ??= this.#load();
		try {
			return await this.#loading;
		} catch (error) {
			this.#loading = null;
			throw error;
		}
	}

	async #load(): Promise<Bringing> {
		const { Bringing } = await later(() => import('./bringing.ts'));
		if (!this.#shelf) throw new Interrupted();
		this.#bringing = new Bringing(this.#shelf, this);
		await this.#bringing.pictures.restore();
		return this.#bringing;
	}

	async add(
		conversation: string,
		files: readonly File[],
		replyTo: number | null,
		content: string
	): Promise<void> {
		(await this.ready()).pictures.add(conversation, files, replyTo, content);
	}

	retry(key: string): void {
		this.#bringing?.pictures.retry(key);
	}

	drop(key: string): void {
		void this.#bringing?.pictures.drop(key);
	}

	/** The message itself has arrived, by whatever way. */
	arrived(key: string | null): void {
		if (key) this.drop(key);
	}

	forget(conversation: string): void {
		this.#bringing?.pictures.forget(conversation);
	}

	/** From now on they may be sent: before, they might go out as somebody else's. */
	confirm(): void {
		this.confirmed = true;
		void this.flush();
	}

	/** The way is open: bring what is here, and what a tab that is gone has left. */
	async flush(): Promise<void> {
		this.#bringing?.pictures.flush();
		const left = await this.#shelf?.all('picture').catch(() => []);
		// What cannot be loaded now is tried again when the way is open.
		const bringing = left?.length ? await this.ready().catch(() => null) : null;
		await bringing?.pictures.restore();
		bringing?.pictures.flush();
	}

	close(): void {
		this.#shelf = null;
		this.#bringing?.pictures.close();
	}

	/** The server has looked at a picture of mine. */
	looked(state: ImageState): void {
		this.made.set(state.id, state);
		this.#bringing?.looked(state);
	}

	changed(pictures: readonly Picture[]): void {
		this.#adding = pictures;
	}
}
