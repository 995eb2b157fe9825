import { SvelteSet } from 'svelte/reactivity';
import type { HomePage, News, Person, Post, Suggestions } from '#lib/protocol.ts';
import type { Line } from '#lib/sync/line.ts';
import type { PostsStore } from './posts.svelte.ts';
import { Reading } from './reading.svelte.ts';

/** The last number that is counted out. */
const MANY = 100;

/** News of those whom I follow. What comes in waits above the list until the reader asks for it. */
export class FeedStore {
	#ids = $state.raw<readonly string[]>([]);
	/** What I have published here since the list was read. */
	#own = $state.raw<readonly string[]>([]);
	#hinted = new SvelteSet<string>();
	/** Counted by the server, for a time in which no hint could come. */
	#counted = $state(0);
	#newest: string | null = null;
	#next = $state.raw<string | null>(null);
	#watching = false;
	/** Where the reader was before the last news were shown. */
	seenUpTo = $state<string | null>(null);
	suggestions = $state.raw<readonly Person[]>([]);
	readonly reading = new Reading();
	readonly older = new Reading();

	readonly list = $derived.by(() => this.posts.shown([...this.#own, ...this.#ids]));
	readonly #hints = $derived.by(() => this.posts.shown(this.#hinted));
	/** How many posts wait to be shown; from 100 on it is many. */
	readonly waiting = $derived(Math.min(MANY, Math.max(this.#counted, this.#hints.length)));

	constructor(
		private readonly line: Line,
		private readonly posts: PostsStore
	) {}

	get more(): boolean {
		return this.#next !== null;
	}

	load(): Promise<void> {
		return this.reading.run(async () => {
			const page = await this.line.read<HomePage>('/api/v1/feed');
			this.#ids = this.posts.keepAll(page.posts);
			this.#next = page.next;
			this.#begin(page.newest);
			this.#own = [];
			this.seenUpTo = null;
			if (page.posts.length === 0) await this.#suggest();
		});
	}

	loadOlder(): Promise<void> {
		return this.older.run(async () => {
			if (this.#next === null) return;
			const page = await this.line.read<HomePage>('/api/v1/feed', { cursor: this.#next });
			this.#ids = [...this.#ids, ...this.posts.keepAll(page.posts)];
			this.#next = page.next;
		});
	}

	/** What waits, on top of the list: a page of it, else the list anew where there is more. */
	async show(): Promise<void> {
		const page = await this.line.read<HomePage>('/api/v1/feed');
		const known = new Set(this.#ids);
		const fresh = this.posts.keepAll(page.posts).filter((id) => !known.has(id));
		const meets = fresh.length < page.posts.length;
		this.seenUpTo = meets && fresh.length ? (this.#ids[0] ?? null) : null;
		this.#ids = meets ? [...fresh, ...this.#ids] : fresh;
		if (!meets) this.#next = page.next;
		this.#begin(page.newest);
	}

	/** Hints from now on, until the returned function is called. */
	watch(): () => void {
		this.#watching = true;
		this.resume();
		return () => {
			this.#watching = false;
			this.line.socket.ask('unwatch', { topic: 'feed' }).catch(() => undefined);
		};
	}

	/** The line is live, or whom I follow has changed. */
	resume(): void {
		if (!this.#watching || !this.line.live) return;
		this.line.socket.ask('watch', { topic: 'feed' }).catch(() => undefined);
		this.peek();
	}

	/** Something may have come in unheard: how much? */
	peek(): void {
		if (!this.reading.done) return;
		const after = this.#newest ?? undefined;
		this.line
			.read<News>('/api/v1/feed/news', { after })
			.then(({ count }) => (this.#counted = count))
			.catch(() => undefined);
	}

	/** A post was published or changed: only one that this list could begin with is news. */
	told(post: Post, followed: boolean): void {
		const newest = this.posts.shown(this.#ids)[0];
		const isNews = !newest || Date.parse(post.created_at) > Date.parse(newest.created_at);
		const known = this.#ids.includes(post.id) || this.#own.includes(post.id);
		if (followed && this.#watching && isNews && !known) this.#hinted.add(post.id);
	}

	published(post: Post): void {
		this.posts.keep(post);
		this.#own = [post.id, ...this.#own];
	}

	/** I follow somebody more or less: the list is another. */
	turned(): void {
		if (!this.reading.done) return;
		if (this.#watching) void this.load().then(() => this.resume());
		else this.reading.stale();
	}

	clear(): void {
		this.#ids = this.#own = [];
		this.#begin(null);
		this.reading.stale();
	}

	#begin(newest: string | null): void {
		this.#hinted.clear();
		this.#counted = 0;
		this.#newest = newest;
	}

	async #suggest(): Promise<void> {
		this.suggestions = (await this.line.read<Suggestions>('/api/v1/feed/suggestions')).people;
	}
}
