import type { ImageState } from '#lib/protocol.ts';
import { upload } from '#lib/sync/api.ts';
import { sentence } from '#lib/sync/errors.ts';
import type { Line } from '#lib/sync/line.ts';

/** A picture on its way into a conversation: `sending` its bytes, then `making` it safe. */
export interface Adding {
	key: string;
	conversation: string;
	file: File;
	/** Of the file, to be looked at meanwhile. */
	url: string;
	progress: number;
	state: 'sending' | 'making' | 'failed';
	problem: string;
}

/** Pictures that are being added, and those that the server has made safe. */
export class PicturesStore {
	#adding = $state.raw<readonly Adding[]>([]);
	#waiting = new Map<string, (state: ImageState) => void>();
	#known = new Map<string, ImageState>();

	constructor(private readonly line: Line) {}

	of(conversation: string): readonly Adding[] {
		return this.#adding.filter((one) => one.conversation === conversation);
	}

	add(conversation: string, files: Iterable<File>): void {
		for (const file of files) {
			const key = crypto.randomUUID();
			const url = URL.createObjectURL(file);
			const fresh = { key, conversation, file, url, progress: 0, state: 'sending', problem: '' };
			this.#adding = [...this.#adding, fresh as Adding];
			void this.#bring(key);
		}
	}

	retry(key: string): void {
		this.#update(key, { state: 'sending', progress: 0, problem: '' });
		void this.#bring(key);
	}

	drop(key: string): void {
		const gone = this.#find(key);
		if (gone) URL.revokeObjectURL(gone.url);
		this.#adding = this.#adding.filter((one) => one.key !== key);
	}

	/** The server has looked at a picture of mine. */
	changed(state: ImageState): void {
		this.#known.set(state.id, state);
		this.#waiting.get(state.id)?.(state);
	}

	async #bring(key: string): Promise<void> {
		const { file, conversation } = this.#find(key) ?? {};
		if (!file || !conversation) return;
		try {
			const { id } = await upload<ImageState>('/media/images', file, (progress) =>
				this.#update(key, { progress })
			);
			this.#update(key, { state: 'making', progress: 1 });
			const { state, problem } = await this.#safe(id);
			if (!this.#find(key)) return;
			if (state === 'refused') return this.#update(key, { state: 'failed', problem });
			await this.line.ask('message.send', { conversation, kind: 'image', image: id, key });
			this.drop(key);
		} catch (error) {
			this.#update(key, { state: 'failed', problem: sentence(error) });
		}
	}

	async #safe(id: string): Promise<ImageState> {
		const known = this.#known.get(id);
		if (known) return known;
		const state = await new Promise<ImageState>((resolve) => this.#waiting.set(id, resolve));
		this.#waiting.delete(id);
		return state;
	}

	#find(key: string): Adding | undefined {
		return this.#adding.find((one) => one.key === key);
	}

	#update(key: string, change: Partial<Adding>): void {
		this.#adding = this.#adding.map((one) => (one.key === key ? { ...one, ...change } : one));
	}
}
