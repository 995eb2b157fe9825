// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Person } from '#lib/protocol.ts';
import { Interrupted, Refused } from './errors.ts';
import { Outbox, type Outgoing } from './outbox.ts';
import { Memory, Storage, type Shelf } from './storage.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

function outboxOn(shelf: Shelf, deliver: (message: Outgoing) => Promise<unknown>) {
	const tried = vi.fn(deliver);
	return { outbox: new Outbox(shelf, { deliver: tried, changed: () => undefined }), tried };
}

const offline = () => Promise.reject(new Interrupted());
const online = () => Promise.resolve();

function texts(outbox: Outbox): string[] {
	return outbox.messages.map(({ content, state }) => `${content}: ${state}`);
}

describe('the outbox', () => {
	it('sends in the order of writing, one at a time in a conversation', async () => {
		const order: string[] = [];
		const release: (() => void)[] = [];
		const { outbox } = outboxOn(new Memory(), ({ content }) => {
			order.push(content);
			return new Promise<void>((resolve) => release.push(resolve));
		});
		await outbox.add('a', 'one');
		await outbox.add('a', 'two');
		await outbox.add('b', 'elsewhere');
		await vi.waitFor(() => expect(order).toEqual(['one', 'elsewhere']));
		release[0]?.();
		await vi.waitFor(() => expect(order).toEqual(['one', 'elsewhere', 'two']));
	});

	it('keeps what could not be sent, and sends it with the same key after a reload', async () => {
		const shelf = new Memory();
		const before = outboxOn(shelf, offline);
		const { key } = await before.outbox.add('a', 'Thanks!');
		await vi.waitFor(() => expect(before.tried).toHaveBeenCalled());
		before.outbox.close();

		const after = outboxOn(shelf, online);
		await after.outbox.restore();
		after.outbox.flush();
		await vi.waitFor(() => expect(texts(after.outbox)).toEqual(['Thanks!: sent']));
		expect(after.tried.mock.calls[0]?.[0].key).toBe(key);
		expect(await shelf.all('outbox')).toEqual([]);
	});

	it('tries again by itself', async () => {
		let up = false;
		const { outbox, tried } = outboxOn(new Memory(), () => (up ? online() : offline()));
		await outbox.add('a', 'Hello');
		await vi.waitFor(() => expect(tried).toHaveBeenCalledTimes(1));
		expect(texts(outbox)).toEqual(['Hello: queued']);
		up = true;
		await vi.advanceTimersByTimeAsync(1_000);
		await vi.waitFor(() => expect(texts(outbox)).toEqual(['Hello: sent']));
	});

	it('waits as long as the server asks', async () => {
		const slow = { code: 'rate_limited', message: 'Slower.', retry: true, after_ms: 5_000 };
		let tries = 0;
		const { outbox, tried } = outboxOn(new Memory(), () =>
			(tries += 1) === 1 ? Promise.reject(new Refused(slow)) : online()
		);
		await outbox.add('a', 'Hello');
		await vi.waitFor(() => expect(tried).toHaveBeenCalledTimes(1));
		await vi.advanceTimersByTimeAsync(4_900);
		expect(tried).toHaveBeenCalledTimes(1);
		await vi.advanceTimersByTimeAsync(200);
		await vi.waitFor(() => expect(tried).toHaveBeenCalledTimes(2));
	});

	it('keeps a refused text with the reason, and goes on with the next', async () => {
		const no = { code: 'blocked', message: 'You two are not in contact.', retry: false };
		const shelf = new Memory();
		const { outbox } = outboxOn(shelf, ({ content }) =>
			content === 'no' ? Promise.reject(new Refused(no)) : online()
		);
		const { key } = await outbox.add('a', 'no');
		await outbox.add('a', 'yes');
		await vi.waitFor(() => expect(texts(outbox)).toEqual(['no: failed', 'yes: sent']));
		expect(outbox.messages[0]?.problem).toBe('You two are not in contact.');
		expect(await shelf.all<Outgoing>('outbox')).toHaveLength(1);
		const taken = await outbox.discard(key);
		expect(taken?.content).toBe('no');
		expect(await shelf.all('outbox')).toEqual([]);
	});

	it('sends a refused text again with the same key when asked to', async () => {
		const no = { code: 'forbidden', message: 'Confirm your e-mail first.', retry: false };
		let confirmed = false;
		const { outbox, tried } = outboxOn(new Memory(), () =>
			confirmed ? online() : Promise.reject(new Refused(no))
		);
		const { key } = await outbox.add('a', 'Hello');
		await vi.waitFor(() => expect(texts(outbox)).toEqual(['Hello: failed']));
		confirmed = true;
		await outbox.retry(key);
		await vi.waitFor(() => expect(texts(outbox)).toEqual(['Hello: sent']));
		expect(tried.mock.calls.map(([message]) => message.key)).toEqual([key, key]);
	});

	it('lets go of a message when it arrives by itself', async () => {
		const { outbox } = outboxOn(new Memory(), online);
		const { key } = await outbox.add('a', 'Hello');
		outbox.arrived(key);
		await vi.waitFor(() => expect(outbox.messages).toEqual([]));
	});

	it('does not send what another tab has sent or dropped', async () => {
		const shelf = new Memory();
		const first = outboxOn(shelf, offline);
		const { key } = await first.outbox.add('a', 'Hello');
		const second = outboxOn(shelf, online);
		await second.outbox.restore();
		await vi.waitFor(() => expect(texts(first.outbox)).toEqual(['Hello: queued']));
		await first.outbox.discard(key);
		second.outbox.flush();
		await vi.waitFor(() => expect(second.outbox.messages).toEqual([]));
		expect(second.tried).not.toHaveBeenCalled();
	});

	it('sends even where the device keeps nothing', async () => {
		const shelf = new Memory();
		vi.spyOn(shelf, 'put').mockRejectedValue(new Error('quota'));
		const { outbox } = outboxOn(shelf, online);
		await outbox.add('a', 'Hello');
		await vi.waitFor(() => expect(texts(outbox)).toEqual(['Hello: sent']));
	});
});

describe('what is kept on the device', () => {
	beforeEach(() => void vi.useRealTimers());

	it('is of one person only: the next one finds nothing, and leaves nothing behind', async () => {
		const ana = await Storage.of('ana');
		await ana.put('outbox', '1', { text: 'of Ana' });
		const ben = await Storage.of('ben');
		expect(await ben.all('outbox')).toEqual([]);
		expect(await ana.all('outbox')).toEqual([]);
	});

	it('stays for the same person, by kind', async () => {
		const ana = await Storage.of('ana');
		await ana.put('draft', 'a', { text: 'begun' });
		const again = await Storage.of('ana');
		expect(await again.all('draft')).toEqual([{ text: 'begun' }]);
		expect(await again.all('outbox')).toEqual([]);
	});

	it('is gone after signing out', async () => {
		const ana = await Storage.of('ana');
		await ana.put('outbox', '1', {});
		await Storage.wipe();
		expect(await ana.all('outbox')).toEqual([]);
	});
});

describe('the first text of a conversation', () => {
	const ana = { id: 'ana', name: 'Ana' } as Person;

	it('is kept, and opens it with the same key after a reload', async () => {
		const shelf = new Memory();
		const before = outboxOn(shelf, offline);
		const { key } = await before.outbox.begin({ people: [ana], title: '' }, 'Hello');
		await vi.waitFor(() => expect(before.tried).toHaveBeenCalled());
		before.outbox.close();

		const after = outboxOn(shelf, online);
		await after.outbox.restore();
		after.outbox.flush();
		await vi.waitFor(() => expect(after.outbox.messages).toEqual([]));
		expect(after.tried.mock.calls[0]?.[0]).toMatchObject({ key, start: { people: [ana] } });
		expect(await shelf.all('outbox')).toEqual([]);
	});

	it('waits for no other one', async () => {
		const { outbox, tried } = outboxOn(new Memory(), () => new Promise(() => undefined));
		await outbox.begin({ people: [ana], title: '' }, 'Hello');
		await outbox.begin({ people: [ana], title: 'Both' }, 'Hello all');
		await vi.waitFor(() => expect(tried).toHaveBeenCalledTimes(2));
	});

	it('that is refused stays with its author', async () => {
		const no = new Refused({ code: 'forbidden', message: 'Without links.', retry: false });
		const { outbox } = outboxOn(new Memory(), () => Promise.reject(no));
		await outbox.begin({ people: [ana], title: '' }, 'http://me');
		await vi.waitFor(() => expect(texts(outbox)).toEqual(['http://me: failed']));
	});
});
