import { describe, expect, it } from 'vitest';
import { NOON, post, setUp } from './fake-posts.ts';
import { byAge } from './posts.svelte.ts';

describe('a post', () => {
	it('is shown as it was changed last, in whatever order that is told', () => {
		for (const order of [
			[1, 2],
			[2, 1]
		]) {
			const { posts } = setUp();
			for (const revision of order) posts.keep(post('a', { content: `${revision}`, revision }));
			expect(posts.shown(['a'])[0]?.content).toBe('2');
		}
	});

	it('leaves at the very moment at which it runs out', () => {
		const { posts, clock } = setUp();
		posts.keep(post('a', { expires_at: new Date(NOON).toISOString() }));
		clock.at = NOON - 1;
		expect(posts.shown(['a'])).toHaveLength(1);
		clock.at = NOON;
		expect(posts.shown(['a'])).toHaveLength(0);
	});

	it('leaves when it is removed, and does not come back with an older copy', () => {
		const { posts } = setUp();
		posts.keep(post('a', { revision: 2 }));
		posts.remove({ id: 'a', author: 'hanna', revision: 3 });
		posts.keep(post('a', { revision: 2 }));
		expect(posts.shown(['a'])).toEqual([]);
	});

	it('that turned private stays for a follower, who has the newer copy of it', () => {
		const { posts } = setUp();
		posts.keep(post('a', { visibility: 'followers_only', revision: 2 }));
		posts.remove({ id: 'a', author: 'hanna', revision: 2 });
		expect(posts.shown(['a'])).toHaveLength(1);
	});
});

it('sorts as the server does: the newest first, of one moment the higher id', () => {
	const early = post('c', { created_at: '2026-11-24T09:00:00Z' });
	expect([early, post('a'), post('b')].sort(byAge).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
});
