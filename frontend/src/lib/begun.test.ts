import { describe, expect, it } from 'vitest';
import { asText, fresh, fromText, keyFor, type Begun } from './begun.ts';
import type { Post } from './protocol.ts';

const ALL: Begun = {
	content: 'Half a thought',
	visibility: 'followers_only',
	link: 'zoom.us/j/7',
	expires_at: '2026-11-24T22:59:00.000Z',
	pin: true
};
const POST = { content: 'At seven', visibility: 'followers_only', link_url: 'https://a.example' };

describe('a post that was begun', () => {
	it('comes back with everything that was typed and chosen', () => {
		expect(fromText(asText(ALL, fresh()), fresh())).toEqual(ALL);
	});

	it.each(Object.keys(fresh()))('is kept for its %s alone', (field) => {
		const begun = { ...fresh(), [field]: ALL[field as keyof Begun] };
		expect(fromText(asText(begun, fresh()), fresh())).toEqual(begun);
	});

	it('is nothing as long as nothing is written', () => {
		expect(asText(fresh(), fresh())).toBe('');
		const post = POST as Post;
		expect(asText(fresh(post), fresh(post))).toBe('');
	});

	it('begins with the post that is changed, to the last field', () => {
		const post = { ...POST, expires_at: null, is_pinned: true } as Post;
		expect(fresh(post)).toEqual({
			content: 'At seven',
			visibility: 'followers_only',
			link: 'https://a.example',
			expires_at: null,
			pin: true
		});
	});

	it('is not lost in what cannot be read', () => {
		expect(fromText('{"content":', fresh())).toEqual(fresh());
	});
});

describe('the key', () => {
	it('stays for a second try, also of what was kept, and is another for other words', () => {
		const asked = { content: 'Once' };
		const sent = keyFor(ALL, asked);
		const again = fromText(asText({ ...ALL, sent }, fresh()), fresh());
		expect(keyFor(again, asked)).toEqual(sent);
		expect(keyFor(again, { content: 'Twice' }).key).not.toBe(sent.key);
	});
});
