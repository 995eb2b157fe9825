import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServerClock } from './clock.ts';

const AT = Date.parse('2026-11-22T13:00:00.000Z');

describe('the server clock', () => {
	beforeEach(() => vi.useFakeTimers({ now: 0, toFake: ['performance', 'Date'] }));
	afterEach(() => vi.useRealTimers());

	it('follows the server, whatever the device believes', () => {
		const clock = new ServerClock();
		clock.set('2026-11-22T13:00:00.000Z');
		vi.advanceTimersByTime(1500);
		expect(clock.now()).toBe(AT + 1500);
	});

	it('does not jump when the device clock is set', () => {
		const clock = new ServerClock();
		clock.set('2026-11-22T13:00:00.000Z');
		vi.setSystemTime(AT + 3_600_000);
		expect(clock.now()).toBe(AT);
	});

	it('believes the frame that travelled least', () => {
		const clock = new ServerClock();
		clock.set('2026-11-22T13:00:00.000Z');
		vi.advanceTimersByTime(1000);
		clock.hear('2026-11-22T13:00:00.700Z');
		expect(clock.now()).toBe(AT + 1000);
		clock.hear('2026-11-22T13:00:01.200Z');
		expect(clock.now()).toBe(AT + 1200);
	});
});
