import { SvelteMap } from 'svelte/reactivity';
import type { Post, RemovedPost } from '#lib/protocol.ts';
import type { TimeStore } from './time.svelte.ts';

/** Every post that is known here, once, whatever lists it is in; the higher revision wins. */
export class PostsStore {
	#posts = new SvelteMap<string, Post>();
	/** The revision at which a post left the screens. */
	#gone = new SvelteMap<string, number>();

	constructor(private readonly time: TimeStore) {}

	keep(post: Post): void {
		if ((this.#gone.get(post.id) ?? 0) <= post.revision) this.#gone.delete(post.id);
		const mine = this.#posts.get(post.id);
		if (!mine || mine.revision <= post.revision) this.#posts.set(post.id, post);
	}

	keepAll(posts: readonly Post[]): string[] {
		for (const post of posts) this.keep(post);
		return posts.map(({ id }) => id);
	}

	remove({ id, revision }: RemovedPost): void {
		const mine = this.#posts.get(id);
		if (mine && mine.revision < revision) this.#gone.set(id, revision);
	}

	/** What of these can be seen now: a post leaves at the very second at which it runs out. */
	shown(ids: Iterable<string>): Post[] {
		return [...ids].flatMap((id) => {
			const post = this.#posts.get(id);
			return post && !this.#gone.has(id) && !this.#isOver(post) ? [post] : [];
		});
	}

	clear(): void {
		this.#posts.clear();
		this.#gone.clear();
	}

	#isOver({ expires_at }: Post): boolean {
		return expires_at !== null && Date.parse(expires_at) <= this.time.now;
	}
}

/** The newest first, as the server orders them. */
export function byAge(a: Post, b: Post): number {
	return Date.parse(b.created_at) - Date.parse(a.created_at) || (a.id < b.id ? 1 : -1);
}
