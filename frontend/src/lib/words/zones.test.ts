import { describe, expect, it } from 'vitest';
import { allZones, foldOf, instant, offsetName, twice, wallTime } from './zones.ts';

const iso = (local: string, zone: string) => new Date(instant(local, zone)).toISOString();

describe('zones to choose from', () => {
	it('have the one that is chosen, by whatever name it is known', () => {
		for (const zone of ['Asia/Kathmandu', 'Asia/Katmandu', 'Europe/Berlin']) {
			expect(allZones(zone).filter((one) => one === zone)).toEqual([zone]);
		}
	});
});

describe('a wall time as a moment', () => {
	it('follows winter and summer time', () => {
		expect(iso('2026-11-24T19:00', 'Europe/Berlin')).toBe('2026-11-24T18:00:00.000Z');
		expect(iso('2026-07-24T19:00', 'Europe/Berlin')).toBe('2026-07-24T17:00:00.000Z');
		expect(iso('2026-11-24T19:00', 'America/New_York')).toBe('2026-11-25T00:00:00.000Z');
	});

	it('is the first of two where the clocks go back', () => {
		expect(iso('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
	});

	it('moves on where the clocks go forward', () => {
		expect(iso('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
	});

	it('comes back as it went', () => {
		const at = instant('2026-12-08T20:15', 'Australia/Sydney');
		expect(wallTime(at, 'Australia/Sydney')).toBe('2026-12-08T20:15');
	});
});

describe('an hour that comes twice', () => {
	it('is known by its two moments', () => {
		expect(twice('2026-10-25T02:30', 'Europe/Berlin')).toEqual([
			Date.parse('2026-10-25T00:30:00Z'),
			Date.parse('2026-10-25T01:30:00Z')
		]);
		expect(offsetName(Date.parse('2026-10-25T00:30:00Z'), 'Europe/Berlin')).toBe('CEST');
	});

	it('says of a moment which one it is', () => {
		const [first, second] = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map(Date.parse);
		expect(foldOf(first ?? 0, 'Europe/Berlin')).toBe(0);
		expect(foldOf(second ?? 0, 'Europe/Berlin')).toBe(1);
		expect(foldOf(second ?? 0, 'Asia/Tokyo')).toBeNull();
	});

	it.each([
		['2026-10-25T03:00', 'Europe/Berlin'],
		['2026-03-29T02:30', 'Europe/Berlin'],
		['2026-10-25T02:30', 'Asia/Tokyo'],
		['', 'Europe/Berlin']
	])('%s in %s does not', (local, zone) => expect(twice(local, zone)).toBeNull());
});
