import { vi } from 'vitest';

interface Waiting {
	tab: string;
	grant(): void;
	refuse(): void;
}

/** Locks and channels of one browser with several tabs, any of which can be closed. */
export class FakeBrowser {
	#queues = new Map<string, Waiting[]>();
	#channels = new Set<{ tab: string; name: string; onmessage: unknown }>();
	#tab = '';

	/** From now on it is this tab whose script runs. */
	in(tab: string): void {
		this.#tab = tab;
		vi.stubGlobal('BroadcastChannel', this.#channelClass(tab));
		vi.stubGlobal('navigator', { locks: { request: this.#request(tab) } });
	}

	/** It is gone, without a word. */
	kill(tab: string): void {
		for (const channel of this.#channels) if (channel.tab === tab) this.#channels.delete(channel);
		for (const [name, queue] of this.#queues) {
			const [holder] = queue;
			const left = queue.filter((one) => one.tab !== tab);
			this.#queues.set(name, left);
			if (holder?.tab === tab) left[0]?.grant();
		}
	}

	#request(tab: string) {
		return (name: string, ...rest: unknown[]) => {
			const work = rest.at(-1) as () => Promise<void>;
			const { steal, signal } = (rest.length > 1 ? rest[0] : {}) as {
				steal?: boolean;
				signal?: AbortSignal;
			};
			return new Promise<void>((resolve, reject) => {
				const queue = this.#queues.get(name) ?? [];
				const mine: Waiting = {
					tab,
					grant: () =>
						void Promise.resolve()
							.then(work)
							.then(() => (this.#done(name, mine), resolve())),
					refuse: () => reject(new Error('AbortError'))
				};
				signal?.addEventListener('abort', () => {
					const at = this.#queues.get(name)?.indexOf(mine) ?? -1;
					if (at > 0) (this.#queues.get(name)?.splice(at, 1), mine.refuse());
				});
				if (steal) queue.shift()?.refuse();
				this.#queues.set(name, steal ? [mine, ...queue] : [...queue, mine]);
				if (steal || queue.length === 0) mine.grant();
			});
		};
	}

	#done(name: string, mine: Waiting): void {
		const queue = this.#queues.get(name) ?? [];
		if (queue[0] !== mine) return;
		queue.shift();
		queue[0]?.grant();
	}

	#channelClass(tab: string) {
		const channels = this.#channels;
		return class {
			readonly tab = tab;
			onmessage: ((event: { data: unknown }) => void) | null = null;

			constructor(readonly name: string) {
				channels.add(this);
			}

			postMessage(data: unknown): void {
				const copy = structuredClone(data);
				for (const other of channels) {
					const heard = other as unknown as this;
					if (heard !== this && other.name === this.name) heard.onmessage?.({ data: copy });
				}
			}

			close(): void {
				channels.delete(this);
			}
		};
	}
}
