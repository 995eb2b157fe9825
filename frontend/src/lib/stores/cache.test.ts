import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Head, Message } from '#lib/protocol.ts';
import { Memory } from '#lib/sync/storage.ts';
import { Cache, type Cached } from './cache.ts';

function shown(count: number): Omit<Cached, 'kept_at'> {
	const messages = Array.from({ length: count }, (_, at) => ({ number: at + 1 }) as Message);
	return { head: { conversation: 'a' } as Head, participants: [], messages, more: false };
}

afterEach(() => vi.useRealTimers());

describe('what was shown', () => {
	it('is kept when it has come to rest, the newest of it', async () => {
		vi.useFakeTimers();
		const cache = new Cache(new Memory());
		cache.keep('a', () => shown(10));
		cache.keep('a', () => shown(80));
		expect(await cache.get('a')).toBeUndefined();
		await vi.runAllTimersAsync();
		const kept = await cache.get('a');
		expect(kept?.messages.map(({ number }) => number).at(0)).toBe(31);
		expect(kept?.messages).toHaveLength(50);
		expect(kept?.more).toBe(true);
	});

	it('says the old words of what was taken back no longer', async () => {
		const shelf = new Memory();
		const messages = [1, 2].map((number) => ({ number, version: number, content: 'Old' }));
		const head = { conversation: 'a', last_message: messages[1] };
		await shelf.put('cache', 'a', { head, messages });
		const cache = new Cache(shelf);
		const gone = { conversation: 'a', number: 2, version: 9, content: '' } as Message;
		await cache.change(gone);
		await cache.change({ ...gone, version: 3, content: 'Older' });
		await cache.change({ ...gone, conversation: 'b' });
		const kept = await cache.get('a');
		expect(kept?.messages.map(({ content }) => content)).toEqual(['Old', '']);
		expect(kept?.head.last_message?.content).toBe('');
		expect(await cache.get('b')).toBeUndefined();
	});

	it('is forgotten with the conversation, also what was about to be kept', async () => {
		vi.useFakeTimers();
		const cache = new Cache(new Memory());
		cache.keep('a', () => shown(3));
		await vi.runAllTimersAsync();
		cache.keep('a', () => shown(4));
		cache.forget('a');
		await vi.runAllTimersAsync();
		expect(await cache.get('a')).toBeUndefined();
	});

	it('lets go of what was not looked at for longest', async () => {
		const shelf = new Memory();
		for (let at = 0; at < 70; at += 1) {
			const head = { conversation: `${at}` };
			await shelf.put('cache', head.conversation, { head, messages: [], kept_at: at });
		}
		const cache = new Cache(shelf);
		await cache.evict();
		expect(await shelf.all('cache')).toHaveLength(60);
		expect(await cache.get('9')).toBeUndefined();
		expect(await cache.get('10')).toBeDefined();
	});

	it('is void as a whole when the data is another', async () => {
		const shelf = new Memory();
		await shelf.put('cache', 'a', { head: { conversation: 'a' } });
		await shelf.put('draft', 'a', { place: 'a', text: 'Begun' });
		await new Cache(shelf).clear();
		expect(await shelf.all('cache')).toEqual([]);
		expect(await shelf.all('draft')).toHaveLength(1);
	});
});
