import { describe, expect, it, vi } from 'vitest';
import type { Message } from '#lib/protocol.ts';
import type { Line } from '#lib/sync/line.ts';
import { Thread } from './thread.svelte.ts';

function message(number: number, version = number, content = `${number}`): Message {
	return { conversation: 'a', number, version, content } as Message;
}

function setUp(read = vi.fn()) {
	return { read, thread: new Thread('a', { read } as unknown as Line) };
}

function said(thread: Thread): string[] {
	return thread.messages.map(({ content }) => content);
}

describe('the messages of a conversation', () => {
	it('stand in the order of their numbers, each once', () => {
		const { thread } = setUp();
		thread.opened([message(5), message(6)], true, []);
		for (const number of [8, 7, 8, 6]) thread.put(message(number));
		expect(said(thread)).toEqual(['5', '6', '7', '8']);
	});

	it('keep what frames brought while they were being read', () => {
		const { thread } = setUp();
		thread.put(message(7));
		thread.put(message(6, 9, 'edited since'));
		thread.opened([message(5), message(6)], true, []);
		expect(said(thread)).toEqual(['5', 'edited since', '7']);
	});

	it('leave no hole: what lies before a snapshot is read anew', () => {
		const { thread } = setUp();
		thread.opened([message(1), message(2)], false, []);
		thread.opened([message(60), message(61)], true, []);
		expect(said(thread)).toEqual(['60', '61']);
		expect(thread.more).toBe(true);
	});

	it('ignore a change of one that is not loaded', () => {
		const { thread } = setUp();
		thread.opened([message(5)], true, []);
		thread.put(message(2, 9, 'edited'));
		expect(said(thread)).toEqual(['5']);
	});

	it('do not go back to an older version', () => {
		const { thread } = setUp();
		thread.opened([message(5, 9, 'edited')], true, []);
		thread.put(message(5, 5, 'as it was'));
		expect(said(thread)).toEqual(['edited']);
	});
});

describe('older messages', () => {
	it('join on at the front', async () => {
		const { thread, read } = setUp();
		thread.opened([message(5)], true, []);
		read.mockResolvedValue({ messages: [message(3), message(4)], more: false });
		await thread.older();
		expect(read).toHaveBeenCalledWith('/api/v1/conversations/a/messages', {
			before: 5,
			limit: 100
		});
		expect(said(thread)).toEqual(['3', '4', '5']);
		await thread.older();
		expect(read).toHaveBeenCalledTimes(1);
	});

	it('are dropped if a snapshot came in between', async () => {
		const { thread, read } = setUp();
		thread.opened([message(5)], true, []);
		read.mockImplementation(async () => {
			thread.clear();
			thread.opened([message(50)], true, []);
			return { messages: [message(4)], more: false };
		});
		await thread.older();
		expect(said(thread)).toEqual(['50']);
	});
});

describe('a message far back', () => {
	function pages(newest: number) {
		return vi.fn(async (_path: string, { before, after, limit }: Record<string, number>) => {
			const all = Array.from({ length: newest }, (_, i) => message(i + 1));
			if (before !== undefined) {
				const older = all.filter(({ number }) => number < before);
				return { messages: older.slice(-(limit ?? 0)), more: older.length > (limit ?? 0) };
			}
			const newer = all.filter(({ number }) => number > (after ?? 0));
			return { messages: newer.slice(0, limit), more: newer.length > (limit ?? 0) };
		});
	}

	it('is reached without all that lies between', async () => {
		const { thread, read } = setUp(pages(10_000));
		thread.opened([message(9_999), message(10_000)], true, []);
		await thread.reach(300);
		expect(read).toHaveBeenCalledTimes(2);
		expect(thread.at(300)).toBeDefined();
		expect(thread.messages).toHaveLength(200);
		expect([thread.more, thread.ahead]).toEqual([true, true]);
	});

	it('that is near is joined on to what is there', async () => {
		const { thread } = setUp(pages(500));
		thread.opened([message(499), message(500)], true, []);
		await thread.reach(300);
		expect(thread.ahead).toBe(false);
		expect(thread.messages.at(-1)?.number).toBe(500);
		expect(thread.at(300)).toBeDefined();
	});

	it('leaves no hole before what is said meanwhile', async () => {
		const { thread } = setUp(pages(1_000));
		thread.opened([message(1_000)], true, []);
		await thread.reach(100);
		thread.put(message(1_001));
		thread.put(message(120, 2_000, 'edited'));
		expect(thread.messages.at(-1)?.number).toBe(199);
		expect(thread.at(120)?.content).toBe('edited');
	});

	it('joins the newest again, also those said while the last page was read', async () => {
		const { thread, read } = setUp(pages(449));
		thread.opened([message(449)], true, []);
		await thread.reach(50);
		await thread.newer();
		await thread.newer();
		thread.put(message(450));
		await thread.newer();
		expect(thread.messages.at(-1)?.number).toBe(449);
		expect(thread.ahead).toBe(true);
		read.mockImplementation(pages(450));
		await thread.newer();
		expect(thread.messages.at(-1)?.number).toBe(450);
		expect(thread.ahead).toBe(false);
	});
});
