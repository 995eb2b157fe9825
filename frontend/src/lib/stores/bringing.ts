import type { ImageState } from '#lib/protocol.ts';
import { Album, type Kept } from '#lib/sync/album.ts';
import { Interrupted } from '#lib/sync/errors.ts';
import { Pictures, type Picture, type PicturesOwner } from '#lib/sync/pictures.ts';
import type { Shelf } from '#lib/sync/storage.ts';
import { upload } from '#lib/sync/upload.ts';
import type { PicturesStore } from './pictures.svelte.ts';

/** By then the worker has looked at a picture, or its word was lost. */
const MAKING = 20_000;

/** Brings pictures to the server, and waits for what it makes of them. */
export class Bringing implements PicturesOwner {
	readonly pictures: Pictures;
	#urls = new Map<string, string>();
	#waiting = new Map<string, (state: ImageState) => void>();

	constructor(
		shelf: Shelf,
		private readonly store: PicturesStore
	) {
		this.pictures = new Pictures(new Album(shelf), this);
	}

	urlOf({ key, file }: Picture): string {
		let url = this.#urls.get(key);
		if (!url) this.#urls.set(key, (url = URL.createObjectURL(file)));
		return url;
	}

	looked(state: ImageState): void {
		this.#waiting.get(state.id)?.(state);
	}

	async upload(
		file: Blob,
		onprogress: (progress: number) => void,
		signal: AbortSignal
	): Promise<string> {
		if (!this.store.confirmed) throw new Interrupted();
		return (await upload<ImageState>('/media/images', file, onprogress, signal)).id;
	}

	async made(image: string, signal: AbortSignal): Promise<ImageState | undefined> {
		const known = this.store.made.get(image);
		if (known) return known;
		const made = await new Promise<ImageState | undefined>((resolve) => {
			this.#waiting.set(image, resolve);
			setTimeout(() => resolve(undefined), MAKING);
			signal.addEventListener('abort', () => resolve(undefined));
		});
		this.#waiting.delete(image);
		return made;
	}

	async show({ conversation, key, content = '', reply_to }: Kept, image: string): Promise<unknown> {
		if (!this.store.confirmed) throw new Interrupted();
		const asked = { conversation, content, kind: 'image', image, key, reply_to } as const;
		return this.store.line.ask('message.send', asked);
	}

	changed(pictures: readonly Picture[]): void {
		const here = new Set(pictures.map(({ key }) => key));
		for (const [key, url] of this.#urls) {
			if (here.has(key)) continue;
			URL.revokeObjectURL(url);
			this.#urls.delete(key);
		}
		this.store.changed(pictures);
	}
}
