import type { EventFrame } from '#lib/sync/frames.ts';
import type { Line } from '#lib/sync/line.ts';
import type { Notice } from '#lib/protocol.ts';
import { Newest } from './newest.ts';
import { Reading } from './reading.svelte.ts';

const PAGE = 30;

interface Page {
	notifications: Notice[];
	unread: number;
	version: number;
	next: string | null;
}

/** What I was told of: the list behind the bell, and how much of it is new. */
export class BellStore {
	#lines = new Newest<Notice>();
	#version = -1;
	readonly reading = new Reading();
	unread = $state(0);
	/** Where the next older page begins; `null`: the end is reached. */
	next = $state<string | null>(null);

	/** By when it happened: reading one does not move it. */
	readonly list = $derived(
		[...this.#lines.values()].sort(
			(a, b) => Date.parse(b.created_at) - Date.parse(a.created_at) || b.version - a.version
		)
	);
	readonly news = $derived(this.list.filter((notice) => !notice.read_at));

	constructor(
		private readonly line: Line,
		/** Things that are known by now: their pushes can go from this screen. */
		private readonly known: (tags: string[]) => void
	) {}

	load(): Promise<void> {
		return this.reading.run(async () => {
			const { notifications, unread, version, next } = await this.#read();
			this.next = next;
			this.#count(unread, version);
			this.#keep(notifications);
		});
	}

	async more(): Promise<void> {
		const { notifications, next } = await this.#read(this.next ?? undefined);
		this.next = next;
		this.#keep(notifications);
	}

	changed({ data, unread, version }: EventFrame<'notification.changed'>): void {
		this.#lines.keep(data.id, data);
		this.#count(unread, version);
		this.#settle([data]);
	}

	/** Opening the page of something is knowing of it. */
	async seen(path: string): Promise<void> {
		const ids = this.news.filter((notice) => notice.path === path).map(({ id }) => id);
		if (ids.length) await this.line.ask('notification.read', { notifications: ids });
	}

	async readAll(): Promise<void> {
		await this.line.ask('notification.read_all', {});
		if (!this.line.live) await this.load();
	}

	clear(): void {
		this.#lines.clear();
		this.#version = -1;
		this.reading.stale();
	}

	#read(cursor?: string): Promise<Page> {
		return this.line.read<Page>('/api/v1/notifications', { cursor, limit: PAGE });
	}

	#keep(notices: Notice[]): void {
		for (const notice of notices) this.#lines.keep(notice.id, notice);
		this.#settle(notices);
	}

	/** What is read, and has no news since. */
	#settle(notices: Notice[]): void {
		const news = new Set(this.news.map(({ about }) => about));
		const read = notices.filter(({ read_at, about }) => read_at && !news.has(about));
		this.known(read.map(({ about }) => about));
	}

	/** Of two counts the one of the newer version holds. */
	#count(unread: number, version: number): void {
		if (version < this.#version) return;
		this.#version = version;
		this.unread = unread;
	}
}
