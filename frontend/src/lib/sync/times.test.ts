import { describe, expect, it } from 'vitest';
import { linesOf } from '#lib/sources.ts';

describe('what time it is', () => {
	it('is said by the server, wherever something is decided', () => {
		const device = /Date\.now\b|new Date\(\)|\bDate\(\)|\.format\(\)/;
		expect(linesOf(device, { except: ['lib/sync/clock.ts'] })).toEqual([]);
	});

	it('is the device’s own only for the order of what it keeps, and for how long it slept', () => {
		const keeps = linesOf(/\bdeviceTime\(/, { except: ['lib/sync/clock.ts'] });
		expect([...new Set(keeps.map((line) => line.split(':')[0]))].sort()).toEqual([
			'lib/session.ts',
			'lib/stores/cache.ts',
			'lib/sync/outbox.ts',
			'lib/sync/pictures.ts'
		]);
	});
});
