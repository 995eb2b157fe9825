import { SvelteSet } from 'svelte/reactivity';
import type { Post, Profile, ProfilePosts, Upcoming } from '#lib/protocol.ts';
import type { Line } from '#lib/sync/line.ts';
import { byAge, type PostsStore } from './posts.svelte.ts';

interface Shown {
	profile: Profile;
	page: ProfilePosts;
	upcoming: Upcoming;
}

/** A link to a post looks for it on so many pages of older ones. */
const FAR = 5;

/** The page of one person, whose it is now: who they are, what they post, what comes up. */
export class AuthorStore {
	#shown = $state.raw<Shown | null>(null);
	#ids = new SvelteSet<string>();
	#hinted = new SvelteSet<string>();
	#next = $state.raw<string | null>(null);
	#asked = '';
	problem = $state.raw<unknown>(null);

	readonly #posts = $derived.by(() => this.posts.shown(this.#ids).sort(byAge));
	readonly pinned = $derived(this.#posts.filter((post) => post.is_pinned));
	readonly latest = $derived(this.#posts.filter((post) => !post.is_pinned));
	readonly waiting = $derived.by(() => this.posts.shown(this.#hinted).length);

	constructor(
		private readonly line: Line,
		private readonly posts: PostsStore
	) {}

	of(handle: string): Shown | null {
		return this.#shown?.profile.handle === handle ? this.#shown : null;
	}

	get more(): boolean {
		return this.#next !== null;
	}

	async load(handle: string): Promise<void> {
		this.#asked = handle;
		const at = `/api/v1/people/${encodeURIComponent(handle)}`;
		try {
			const [profile, page, upcoming] = await Promise.all([
				this.line.read<Profile>(at),
				this.line.read<ProfilePosts>(`${at}/posts`),
				this.line.read<Upcoming>(`${at}/upcoming`)
			]);
			if (this.#asked === handle) this.#put({ profile, page, upcoming });
		} catch (error) {
			if (this.#asked !== handle) return;
			this.#shown = null;
			this.problem = error;
		}
	}

	/** As things stand now, where they may have changed under us. */
	async again(): Promise<void> {
		if (this.#shown) await this.load(this.#asked);
	}

	/** A call beside the news has changed, or it is long since they were read. */
	async readUpcoming(call?: string): Promise<void> {
		const before = this.#shown;
		if (!before || (call && !before.upcoming.calls.some(({ id }) => id === call))) return;
		const at = `/api/v1/people/${encodeURIComponent(before.profile.handle)}/upcoming`;
		const upcoming = await this.line.read<Upcoming>(at).catch(() => null);
		if (upcoming && this.#shown === before) this.#shown = { ...before, upcoming };
	}

	/** Whether this post is on the page, after as many older ones as it takes, within reason. */
	async reaches(post: string): Promise<boolean> {
		for (let pages = 0; pages < FAR && !this.#ids.has(post) && this.more; pages += 1) {
			await this.loadOlder();
		}
		return this.#ids.has(post);
	}

	async loadOlder(): Promise<void> {
		const cursor = this.#next;
		if (!this.#shown || cursor === null) return;
		const at = `/api/v1/people/${this.#shown.profile.handle}/posts`;
		const page = await this.line.read<ProfilePosts>(at, { cursor });
		if (this.#next !== cursor) return;
		this.#next = page.next;
		for (const id of this.posts.keepAll(page.posts)) this.#ids.add(id);
	}

	/** A frame of a face that is watched here. */
	told(post: Post, mine: boolean): void {
		if (post.author.id !== this.#shown?.profile.id || this.#ids.has(post.id)) return;
		const oldest = this.latest.at(-1);
		const isBelow = oldest && this.more && byAge(oldest, post) < 0;
		if (post.is_pinned || mine) this.#ids.add(post.id);
		else if (!isBelow) this.#hinted.add(post.id);
	}

	show(): void {
		for (const id of this.#hinted) this.#ids.add(id);
		this.#hinted.clear();
	}

	/** The face is not mine to watch any more: what I may still see is read anew. */
	revoked(topic: string): void {
		if (this.#shown?.page.topic === topic) void this.again();
	}

	clear(): void {
		this.#shown = null;
		this.#ids.clear();
		this.#hinted.clear();
	}

	#put(shown: Shown): void {
		this.problem = null;
		this.#shown = shown;
		this.#next = shown.page.next;
		this.#ids.clear();
		this.#hinted.clear();
		const { pinned, posts } = shown.page;
		for (const id of this.posts.keepAll([...pinned, ...posts])) this.#ids.add(id);
		const { topic, version } = shown.page;
		if (topic) this.line.topics.place(topic, version);
	}
}
