// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import type { Entry } from '#lib/stores/agenda.svelte.ts';
import { monthName, shiftMonth, weeksOf } from './months.ts';

const BERLIN = 'Europe/Berlin';

function entry(starts_at: string): Entry {
	return { session: { id: starts_at }, bookings: [], hosting: true, starts_at } as unknown as Entry;
}

describe('the weeks of a month', () => {
	it('begin on Monday and are whole', () => {
		const weeks = weeksOf('2026-11', [], BERLIN);
		expect(weeks).toHaveLength(6);
		expect(weeks.every((week) => week.length === 7)).toBe(true);
		expect(weeks[0]?.map(({ number }) => number)).toEqual([26, 27, 28, 29, 30, 31, 1]);
		expect(weeks[0]?.map(({ inside }) => inside).indexOf(true)).toBe(6);
	});

	it('are four where February begins on a Monday', () => {
		expect(weeksOf('2027-02', [], BERLIN)).toHaveLength(4);
	});

	it('hold each evening on its day as the reader counts days', () => {
		const late = [entry('2026-11-24T23:30:00Z')];
		const on = (zone: string) =>
			weeksOf('2026-11', late, zone)
				.flat()
				.find(({ entries }) => entries.length)?.key;
		expect(on('Europe/London')).toBe('2026-11-24');
		expect(on(BERLIN)).toBe('2026-11-25');
	});

	it('lose no day where the clocks change', () => {
		const keys = weeksOf('2026-10', [], BERLIN)
			.flat()
			.map(({ key }) => key);
		expect(new Set(keys).size).toBe(keys.length);
		expect(keys).toContain('2026-10-25');
	});
});

describe('months', () => {
	it('go on over the year', () => {
		expect(shiftMonth('2026-12', 1)).toBe('2027-01');
		expect(shiftMonth('2026-01', -1)).toBe('2025-12');
		expect(monthName('2027-01')).toBe('January 2027');
	});
});
