import { describe, expect, it } from 'vitest';
import type { Message } from '#lib/protocol.ts';
import type { Outgoing } from '#lib/sync/outbox.ts';
import { Kept, rowsOf } from './rows.ts';

const ABOUT = {
	me: 'ana',
	zone: 'Europe/Berlin',
	now: Date.parse('2026-11-23T12:00:00Z'),
	newAfter: null
};

function message(number: number, sender: string | null, time: string): Message {
	const kind = sender ? 'text' : 'system_notification';
	return { number, sender, kind, created_at: time, key: sender && `key-${number}` } as Message;
}

const TALK = [
	message(1, 'hanna', '2026-11-22T10:00:00Z'),
	message(2, 'hanna', '2026-11-22T10:00:40Z'),
	message(3, 'ana', '2026-11-22T10:00:50Z'),
	message(4, null, '2026-11-23T09:00:00Z'),
	message(5, 'hanna', '2026-11-23T09:05:00Z'),
	message(6, 'hanna', '2026-11-23T09:30:00Z')
];

describe('the rows of a thread', () => {
	it('group what one person says within a minute', () => {
		const rows = rowsOf(TALK, [], ABOUT);
		expect(rows.map(({ first }) => first)).toEqual([true, false, true, true, true, true]);
		expect(rows.map(({ last }) => last)).toEqual([false, true, true, true, true, true]);
	});

	it('draw a line where a day begins', () => {
		const days = rowsOf(TALK, [], ABOUT).map(({ day }) => day);
		expect(days).toEqual(['Yesterday', null, null, 'Today', null, null]);
	});

	it('draw one line above what was new, and none above my own', () => {
		const rows = rowsOf(TALK, [], { ...ABOUT, newAfter: 2 });
		expect(rows.filter(({ isNew }) => isNew).map(({ message }) => message?.number)).toEqual([4]);
	});

	it('end with what is on its way, until it arrives under its key', () => {
		const pending = { key: 'key-7', content: 'See you', written_at: ABOUT.now } as Outgoing;
		const before = rowsOf(TALK, [pending], ABOUT);
		expect(before.at(-1)?.pending?.content).toBe('See you');
		const arrived = message(7, 'ana', '2026-11-23T12:00:00Z');
		const after = rowsOf([...TALK, arrived], [pending], ABOUT);
		expect(after).toHaveLength(7);
		expect(after.at(-1)?.key).toBe(before.at(-1)?.key);
	});

	it('are the same rows where nothing has changed', () => {
		const kept = new Kept();
		const before = rowsOf(TALK, [], ABOUT, kept);
		const next = message(7, 'hanna', '2026-11-23T09:30:20Z');
		const after = rowsOf([...TALK, next], [], ABOUT, kept);
		expect(after.slice(0, 5)).toEqual(before.slice(0, 5));
		expect(after.map((row, at) => row === before[at])).toEqual([
			true,
			true,
			true,
			true,
			true,
			false,
			false
		]);
	});
});
