import { afterEach, describe, expect, it, vi } from 'vitest';
import { afterClose, Backoff } from './reconnect.ts';

afterEach(() => vi.restoreAllMocks());

describe('the reconnect schedule', () => {
	it('waits a random part of a ceiling that doubles up to 30 seconds', () => {
		vi.spyOn(Math, 'random').mockReturnValue(1);
		const backoff = new Backoff();
		const waits = Array.from({ length: 9 }, () => backoff.next());
		expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
	});

	it('spreads over the whole interval, down to nothing', () => {
		vi.spyOn(Math, 'random').mockReturnValue(0);
		expect(new Backoff().next()).toBe(0);
	});

	it('starts over when it is reset', () => {
		vi.spyOn(Math, 'random').mockReturnValue(1);
		const backoff = new Backoff();
		backoff.next();
		backoff.next();
		backoff.reset();
		expect(backoff.next()).toBe(500);
	});
});

describe('what a close means', () => {
	it('is the end of the session for 4401 and 4403', () => {
		expect(afterClose(4401)).toEqual({ what: 'signed-out' });
		expect(afterClose(4403)).toEqual({ what: 'signed-out' });
	});

	it('is the end of this tab for 4409', () => {
		expect(afterClose(4409)).toEqual({ what: 'stop' });
	});

	it('is a question of the version for 4400 and 4413, and a long wait', () => {
		vi.spyOn(Math, 'random').mockReturnValue(0);
		expect(afterClose(4400)).toEqual({ what: 'check', wait: 30_000 });
		expect(afterClose(4413)).toEqual({ what: 'check', wait: 30_000 });
	});

	it('is a matter of time for a hello that was late, and never before the server asks', () => {
		vi.spyOn(Math, 'random').mockReturnValue(0);
		const bye = { code: 4407, reason: 'no hello in time', retry_ms: [500, 5000] };
		expect(afterClose(4407, bye)).toEqual({ what: 'resume', wait: 'backoff', atLeast: 500 });
	});

	it('is a wait within the given time for a drain', () => {
		vi.spyOn(Math, 'random').mockReturnValue(0.5);
		const bye = { code: 1012, reason: 'restart', retry_ms: [500, 5000] };
		expect(afterClose(1012, bye)).toEqual({ what: 'resume', wait: 2750 });
	});

	it('is the long wait that the server names after abuse, and a long one if it names none', () => {
		vi.spyOn(Math, 'random').mockReturnValue(0);
		const bye = { code: 4429, reason: 'too many commands', retry_ms: [30_000, 60_000] };
		expect(afterClose(4429, bye)).toEqual({ what: 'resume', wait: 30_000 });
		expect(afterClose(4429)).toEqual({ what: 'resume', wait: 30_000 });
	});

	it('is a growing wait while the database is away, whatever the goodbye says', () => {
		vi.spyOn(Math, 'random').mockReturnValue(0);
		const bye = { code: 4503, reason: 'the database is away', retry_ms: [500, 5000] };
		expect(afterClose(4503, bye)).toEqual({ what: 'resume', wait: 'backoff', atLeast: 500 });
	});

	it('is a try at once for a lost heartbeat and a slow reader', () => {
		expect(afterClose(4408)).toEqual({ what: 'resume', wait: 0 });
		expect(afterClose(4452)).toEqual({ what: 'resume', wait: 0 });
	});

	it('is a growing wait for everything else', () => {
		for (const code of [1001, 1006, 4500, 4503]) {
			expect(afterClose(code)).toEqual({ what: 'resume', wait: 'backoff' });
		}
	});
});
