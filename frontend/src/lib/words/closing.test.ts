import { describe, expect, it } from 'vitest';
import cases from './closing.cases.json';
import { sensibleDeadline } from './closing.ts';
import { wallTime } from './zones.ts';

const HOUR = 3_600_000;
const ZONES = ['Europe/Berlin', 'Asia/Kolkata'];

describe('when a call closes by default', () => {
	it('is in time, and not at night, for every evening from every hour', { timeout: 60_000 }, () => {
		for (const zone of ZONES) {
			for (let hour = 0; hour < 24; hour += 3) {
				const now = Date.parse('2026-11-24T00:10:00Z') + hour * HOUR;
				for (const left of [1, 4, 12, 24, 30, 48, 200]) {
					const starts = now + left * HOUR;
					const at = sensibleDeadline(now, starts, zone);
					expect(at).toBeGreaterThan(now);
					expect(at).toBeLessThanOrEqual(starts);
					const closes = Number(wallTime(at, zone).slice(11, 13));
					if (left >= 24) expect([zone, now, left, closes >= 9 && closes < 22]).toContain(true);
				}
			}
		}
	});

	it.each(cases)('is that of the table: $now $starts $zone', ({ now, starts, zone, closes }) => {
		const at = sensibleDeadline(Date.parse(now), Date.parse(starts), zone);
		expect(at).toBe(Date.parse(closes));
	});

	it('is the evening before, for an evening in two days seen at night', () => {
		const now = Date.parse('2026-11-24T03:20:00Z');
		const at = sensibleDeadline(now, now + 39 * HOUR, 'Europe/Berlin');
		expect(wallTime(at, 'Europe/Berlin')).toBe('2026-11-24T21:00');
	});
});
