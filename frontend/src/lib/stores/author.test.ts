import { describe, expect, it, vi } from 'vitest';
import type { Post } from '#lib/protocol.ts';
import { Refused } from '#lib/sync/errors.ts';
import type { Line } from '#lib/sync/line.ts';
import { AuthorStore } from './author.svelte.ts';
import { post, setUp as withPosts } from './fake-posts.ts';

const CALL = { id: 'call', session: 's', expires_at: '2026-11-25T10:00:00Z', positions_left: 1 };
const gone = new Refused({ code: 'not_found', message: 'Not there.', retry: false });

/** Hanna's page: `pages` are those of her posts, the first one first. */
function setUp(...pages: Partial<{ pinned: Post[]; posts: Post[]; next: string }>[]) {
	const answers: Record<string, () => unknown> = {
		posts: () => ({
			pinned: [],
			posts: [],
			next: null,
			topic: 'profile.hanna',
			version: 4,
			...pages.shift()
		}),
		upcoming: vi.fn(() => ({ sessions: [], calls: [CALL] })),
		hanna: () => ({ id: 'hanna', handle: 'hanna' })
	};
	const read = vi.fn(async (path: string) => {
		const answer = answers[path.split('/').at(-1) ?? ''];
		if (!answer) throw gone;
		return answer();
	});
	const place = vi.fn();
	const line = { read, topics: { place } } as unknown as Line;
	const { posts } = withPosts();
	const author = new AuthorStore(line, posts);
	const told = (news: Post, mine = false) => (posts.keep(news), author.told(news, mine));
	return { author, posts, answers, place, told };
}

const ids = (posts: readonly Post[]) => posts.map(({ id }) => id);

describe('a page', () => {
	it('has what is pinned on top, and is watched from where it was read', async () => {
		const { author, place } = setUp({
			pinned: [post('p', { is_pinned: true })],
			posts: [post('a')]
		});
		await author.load('hanna');
		expect([ids(author.pinned), ids(author.latest)]).toEqual([['p'], ['a']]);
		expect(place).toHaveBeenCalledWith('profile.hanna', 4);
	});

	it('lets news of others wait, and shows my own and what is pinned at once', async () => {
		const { author, told } = setUp({ posts: [post('a')] });
		await author.load('hanna');
		told(post('b', { created_at: '2026-11-24T11:00:00Z' }));
		told(post('other', { author: { id: 'jane' } as Post['author'] }));
		told(post('p', { is_pinned: true }));
		expect([ids(author.pinned), ids(author.latest), author.waiting]).toEqual([['p'], ['a'], 1]);
		author.show();
		expect([ids(author.latest), author.waiting]).toEqual([['b', 'a'], 0]);
		told(post('mine', { created_at: '2026-11-24T11:30:00Z' }), true);
		expect(ids(author.latest)).toEqual(['mine', 'b', 'a']);
	});

	it('does not show an old post that was edited above a page that ends before it', async () => {
		const { author, told } = setUp({ posts: [post('a')], next: 'further' });
		await author.load('hanna');
		told(post('older', { created_at: '2026-11-23T10:00:00Z', revision: 2 }));
		expect(author.waiting).toBe(0);
	});

	it('of nobody says so, and shows nothing of who was there before', async () => {
		const { author } = setUp({ posts: [post('a')] });
		await author.load('hanna');
		await author.load('nobody');
		expect([author.problem, author.of('hanna')]).toEqual([gone, null]);
	});

	it('is read anew when its face is taken away', async () => {
		const { author } = setUp({ posts: [post('inside')] }, { posts: [post('public')] });
		await author.load('hanna');
		author.revoked('profile.hanna');
		await vi.waitFor(() => expect(ids(author.latest)).toEqual(['public']));
	});
});

describe('a link to a post', () => {
	it('is followed over as many pages as it takes', async () => {
		const { author } = setUp(
			{ posts: [post('c')], next: '1' },
			{ posts: [post('b')], next: '2' },
			{ posts: [post('a')], next: '3' }
		);
		await author.load('hanna');
		expect(await author.reaches('a')).toBe(true);
		expect(author.more).toBe(true);
	});

	it('to nothing ends', async () => {
		const { author } = setUp({ posts: [post('a')] });
		await author.load('hanna');
		expect(await author.reaches('x')).toBe(false);
	});
});

describe('what comes up', () => {
	it('is read anew when one of its calls has changed, and not for another', async () => {
		const { author, answers } = setUp({});
		await author.load('hanna');
		answers.upcoming = vi.fn(() => ({ sessions: [], calls: [] }));
		await author.readUpcoming('another');
		expect(answers.upcoming).not.toHaveBeenCalled();
		await author.readUpcoming('call');
		expect(author.of('hanna')?.upcoming.calls).toEqual([]);
	});
});
