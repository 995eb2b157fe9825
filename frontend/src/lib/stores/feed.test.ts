import { describe, expect, it, vi } from 'vitest';
import type { Post } from '#lib/protocol.ts';
import type { Line } from '#lib/sync/line.ts';
import { FeedStore } from './feed.svelte.ts';
import { post, setUp as withPosts } from './fake-posts.ts';

function at(hour: number): Partial<Post> {
	return { created_at: `2026-11-24T${hour}:00:00Z` };
}

/** A feed whose pages are answered in this order; its socket says nothing by itself. */
function setUp(...pages: object[]) {
	const read = vi.fn((path: string) => {
		if (path.endsWith('/news')) return Promise.resolve({ count: counted.now });
		if (path.endsWith('/suggestions')) return Promise.resolve({ people: [{ id: 'jane' }] });
		return Promise.resolve(pages.shift());
	});
	const counted = { now: 0 };
	const ask = vi.fn().mockResolvedValue({});
	const line = { read, live: true, socket: { ask } } as unknown as Line;
	const { posts, clock } = withPosts();
	const feed = new FeedStore(line, posts);
	return { feed, posts, clock, read, ask, counted };
}

function page(posts: Post[], next: string | null = null): object {
	return { posts, next, newest: posts[0] ? `at ${posts[0].id}` : null };
}

/** A page that is open, and what has come in on its face since. */
async function watching(...pages: object[]) {
	const it = setUp(...pages);
	await it.feed.load();
	it.feed.watch();
	const told = (news: Post, followed = true) => (it.posts.keep(news), it.feed.told(news, followed));
	return { ...it, told };
}

const ids = (posts: readonly Post[]) => posts.map(({ id }) => id);

describe('news', () => {
	it('wait above the list until they are asked for, and the place read before is marked', async () => {
		const old = post('old', at(10));
		const news = [post('b', at(12)), post('a', at(11))];
		const { feed, told } = await watching(page([old]), page([...news, old]));
		for (const it of news) told(it);
		expect([ids(feed.list), feed.waiting]).toEqual([['old'], 2]);
		await feed.show();
		expect([ids(feed.list), feed.waiting]).toEqual([['b', 'a', 'old'], 0]);
		expect(feed.seenUpTo).toBe('old');
	});

	it('are each counted once, and not counted when they are gone before they are read', async () => {
		const { feed, posts, told } = await watching(page([post('old', at(10))]));
		told(post('a', at(11)));
		told(post('a', { ...at(11), revision: 2 }));
		expect(feed.waiting).toBe(1);
		posts.remove({ id: 'a', author: 'hanna', revision: 3 });
		expect(feed.waiting).toBe(0);
	});

	it('are neither edits of what is old, nor from those whom I do not follow', async () => {
		const { feed, told } = await watching(page([post('old', at(10))]));
		told(post('older', { ...at(9), revision: 5 }));
		told(post('strange', at(11)), false);
		expect(feed.waiting).toBe(0);
	});

	it('that came while nobody listened are counted by the server', async () => {
		const { feed, counted, read } = await watching(page([post('old', at(10))]));
		counted.now = 7;
		feed.resume();
		await vi.waitFor(() => expect(feed.waiting).toBe(7));
		expect(read).toHaveBeenLastCalledWith('/api/v1/feed/news', { after: 'at old' });
	});

	it('that are more than a page begin the list anew', async () => {
		const fresh = [post('c', at(13)), post('b', at(12))];
		const { feed } = await watching(page([post('old', at(10))]), page(fresh, 'further'));
		await feed.show();
		expect([ids(feed.list), feed.seenUpTo, feed.more]).toEqual([['c', 'b'], null, true]);
	});
});

describe('the list', () => {
	it('goes on with older posts', async () => {
		const { feed, read } = await watching(page([post('b')], 'next'), page([post('a')]));
		await feed.loadOlder();
		expect([ids(feed.list), feed.more]).toEqual([['b', 'a'], false]);
		expect(read).toHaveBeenCalledWith('/api/v1/feed', { cursor: 'next' });
	});

	it('of who follows nobody is empty, with people who have news', async () => {
		const { feed } = await watching(page([]));
		expect(feed.list).toEqual([]);
		expect(feed.suggestions).toHaveLength(1);
	});

	it('shows my own post at once, and nothing of it as a hint', async () => {
		const { feed, told } = await watching(page([post('old', at(10))]));
		feed.published(post('mine', at(12)));
		told(post('mine', at(12)));
		expect([ids(feed.list), feed.waiting]).toEqual([['mine', 'old'], 0]);
	});

	it('is another when I follow somebody more or less, and is watched anew', async () => {
		const { feed, ask } = await watching(page([post('old')]), page([]));
		feed.turned();
		await vi.waitFor(() => expect(feed.list).toEqual([]));
		await vi.waitFor(() =>
			expect(ask.mock.calls.filter(([verb]) => verb === 'watch')).toHaveLength(2)
		);
	});
});
