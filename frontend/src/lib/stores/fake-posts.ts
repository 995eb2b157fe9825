import type { Post } from '#lib/protocol.ts';
import { PostsStore } from './posts.svelte.ts';
import { TimeStore } from './time.svelte.ts';

export const NOON = Date.parse('2026-11-24T12:00:00Z');

export function post(id: string, fields: Partial<Post> = {}): Post {
	const author = { id: 'hanna', handle: 'hanna', name: 'Hanna' };
	const base = { id, author, content: id, visibility: 'public', link_url: null, is_pinned: false };
	const times = { created_at: '2026-11-24T10:00:00Z', edited_at: null, expires_at: null };
	return { ...base, ...times, revision: 1, ...fields } as Post;
}

/** A store with a clock that a test sets. */
export function setUp(now = NOON) {
	const clock = { at: now, now: () => clock.at };
	const posts = new PostsStore(new TimeStore(clock as never));
	return { clock, posts };
}
