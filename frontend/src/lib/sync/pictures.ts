import { m } from '#catalogue';
import type { ImageState } from '#lib/protocol.ts';
import type { Album, Kept } from './album.ts';
import { deviceTime } from './clock.ts';
import { Refused, sentence } from './errors.ts';
import { newKey } from './keys.ts';
import { Lanes } from './lanes.ts';
import { Backoff } from './reconnect.ts';

/**
 * A picture on its way: `waiting` for its turn or for the line, `sending` its bytes, then the
 * worker is `making` it safe.
 */
export interface Picture extends Kept {
	state: 'waiting' | 'sending' | 'making' | 'failed';
	/** How much of it has gone out, 0 to 1. */
	progress: number;
	/** Why it failed, in a sentence. */
	problem: string;
}

export interface PicturesOwner {
	/** Bring the bytes to the server; what it calls them. */
	upload(file: Blob, onprogress: (progress: number) => void, signal: AbortSignal): Promise<string>;
	/** What the worker has made of them; undefined if nobody has heard of it for a while. */
	made(image: string, signal: AbortSignal): Promise<ImageState | undefined>;
	/** Show it under the picture's key: asked twice, done once. */
	show(picture: Kept, image: string): Promise<unknown>;
	changed(pictures: readonly Picture[]): void;
}

/**
 * Pictures that were chosen and are not yet shown: kept on the device first, brought in the order
 * of choosing in each conversation, with one key from the first try to the last.
 */
export class Pictures {
	#pictures: readonly Picture[] = [];
	#stops = new Map<string, AbortController>();
	#lanes = new Lanes((conversation) => this.#first(conversation));
	#backoff = new Backoff();
	#closed = false;

	constructor(
		private readonly album: Album,
		private readonly owner: PicturesOwner
	) {}

	get list(): readonly Picture[] {
		return this.#pictures;
	}

	/** What an earlier visit has left, or another tab has begun. */
	async restore(): Promise<void> {
		const kept = await this.album.all();
		const known = new Set(this.#pictures.map(({ key }) => key));
		const found = kept.filter(({ key }) => !known.has(key)).map(waiting);
		if (!found.length) return;
		this.#set([...found, ...this.#pictures].sort((a, b) => a.chosen_at - b.chosen_at));
	}

	/** The first of them says what is said with them, and answers. */
	add(
		conversation: string,
		files: readonly Blob[],
		replyTo: number | null = null,
		content = ''
	): void {
		const now = deviceTime();
		const fresh = files.map((file, at) =>
			waiting({
				key: newKey(),
				conversation,
				reply_to: at === 0 ? replyTo : null,
				content: at === 0 ? content : '',
				file,
				chosen_at: now + at,
				image: null
			})
		);
		this.#set([...this.#pictures, ...fresh]);
		for (const picture of fresh) void this.album.keep(bare(picture));
		this.#lanes.go(conversation);
	}

	/** The way to the server is open (again). */
	flush(): void {
		this.#backoff.reset();
		for (const conversation of new Set(this.#pictures.map((one) => one.conversation))) {
			this.#lanes.go(conversation);
		}
	}

	retry(key: string): void {
		const failed = this.#find(key);
		if (failed?.state !== 'failed') return;
		this.#update(key, { state: 'waiting', problem: '' });
		void this.album.keep(bare(failed));
		this.#lanes.go(failed.conversation);
	}

	/** Take it out: it has arrived, by whatever way, or nobody wants it any more. */
	async drop(key: string): Promise<void> {
		if (!this.#find(key)) return;
		this.#stops.get(key)?.abort();
		this.#set(this.#pictures.filter((one) => one.key !== key));
		await this.album.drop(key);
	}

	forget(conversation: string): void {
		const gone = this.#pictures.filter((one) => one.conversation === conversation);
		for (const { key } of gone) void this.drop(key);
	}

	close(): void {
		this.#closed = true;
		this.#lanes.close();
		this.album.close();
		for (const stop of this.#stops.values()) stop.abort();
		this.#set([]);
	}

	#first(conversation: string): Promise<number> | null {
		const picture = this.#pictures.find(
			(one) => one.conversation === conversation && one.state === 'waiting'
		);
		return picture ? this.#bring(picture.key) : null;
	}

	/** Returns how long to wait before the next try in this conversation. */
	async #bring(key: string): Promise<number> {
		const stop = new AbortController();
		this.#stops.set(key, stop);
		let wait = 0;
		await alone(key, stop.signal, async () => {
			try {
				await this.#carry(key, stop.signal);
				this.#backoff.reset();
			} catch (error) {
				if (!stop.signal.aborted) wait = await this.#failed(key, error);
			}
			// No other tab is to go on with what was taken out here.
			if (stop.signal.aborted) await this.album.drop(key);
		});
		this.#stops.delete(key);
		return wait;
	}

	async #carry(key: string, signal: AbortSignal): Promise<void> {
		const picture = await this.#now(key);
		// Another tab has finished or dropped it.
		if (!picture) return this.drop(key);
		if (!(await this.#resume(picture, signal))) await this.#upload(picture, signal);
		await this.drop(key);
	}

	async #upload(picture: Kept, signal: AbortSignal): Promise<void> {
		const { key, file } = picture;
		signal.throwIfAborted();
		this.#update(key, { state: 'sending', progress: 0 });
		await readable(file);
		const onprogress = (progress: number) => this.#update(key, { progress });
		const image = await this.owner.upload(file, onprogress, signal);
		if (!(await this.#now(key))) return;
		this.#update(key, { state: 'making', progress: 1, image });
		// Before it is shown: whoever goes on from here says the same under the same key.
		await this.album.keep({ ...picture, image });
		do await this.#made(image, signal);
		while (!(await this.#show(picture, image)));
	}

	/**
	 * Go on where an earlier try came to: by now it may be ready, or even shown. False: nobody has
	 * the bytes any more, or what became of them was told to a page that is gone.
	 */
	async #resume(picture: Kept, signal: AbortSignal): Promise<boolean> {
		const { key, image } = picture;
		if (!image) return false;
		this.#update(key, { state: 'making', progress: 1 });
		try {
			if (await this.#show(picture, image)) return true;
			await this.#made(image, signal);
			return await this.#show(picture, image);
		} catch (error) {
			if (error instanceof Refused && error.code === 'not_found') return false;
			throw error;
		}
	}

	async #made(image: string, signal: AbortSignal): Promise<void> {
		const made = await this.owner.made(image, signal);
		if (made?.state !== 'refused') return;
		throw Refused.from({ code: 'unsupported_media', message: made.problem, retry: false });
	}

	/** False: the worker has not looked at it yet. */
	async #show(picture: Kept, image: string): Promise<boolean> {
		if (!(await this.#now(picture.key))) return true;
		try {
			await this.owner.show(picture, image);
		} catch (error) {
			const code = error instanceof Refused ? error.code : '';
			if (code === 'conflict') return false;
			// Nothing else has this key: it is there, under the name of an earlier upload.
			if (code !== 'key_mismatch') throw error;
		}
		return true;
	}

	async #failed(key: string, error: unknown): Promise<number> {
		if (error instanceof Refused && !error.retry) {
			const problem = sentence(error);
			this.#update(key, { state: 'failed', progress: 0, image: null, problem });
			await this.album.drop(key);
			return 0;
		}
		this.#update(key, { state: 'waiting', progress: 0 });
		return this.#backoff.after(error);
	}

	async #now(key: string): Promise<Kept | undefined> {
		const picture = this.#find(key);
		return picture && this.album.now(bare(picture));
	}

	#find(key: string): Picture | undefined {
		return this.#pictures.find((one) => one.key === key);
	}

	#update(key: string, change: Partial<Picture>): void {
		if (!this.#find(key)) return;
		this.#set(this.#pictures.map((one) => (one.key === key ? { ...one, ...change } : one)));
	}

	#set(pictures: readonly Picture[]): void {
		this.#pictures = this.#closed ? [] : pictures;
		this.owner.changed(this.#pictures);
	}
}

function waiting(kept: Kept): Picture {
	return { ...kept, state: 'waiting', progress: 0, problem: '' };
}

function bare({ key, conversation, reply_to, file, content, chosen_at, image }: Picture): Kept {
	return { key, conversation, reply_to, file, content, chosen_at, image };
}

/** Of several tabs one brings a picture; when that tab goes, the next goes on with it. */
async function alone(key: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
	if (!('locks' in navigator)) return work();
	const asked = navigator.locks.request(`callboard picture ${key}`, { signal }, work);
	// It was taken out while another tab had it.
	await asked.catch(() => undefined);
}

/** What was moved or changed since it was chosen could be tried for ever. */
async function readable(file: Blob): Promise<void> {
	const message = m.trouble_unreadable_picture();
	try {
		await file.slice(0, 1).arrayBuffer();
	} catch {
		throw new Refused({ code: 'bad_request', message, retry: false });
	}
}
