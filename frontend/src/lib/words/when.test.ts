// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import { speak } from '#lib/language.svelte.ts';
import type { Session } from '#lib/protocol.ts';
import {
	countdown,
	day,
	elsewhere,
	lately,
	moment,
	sessionTime,
	span,
	wholeDay
} from './when.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const BERLIN = 'Europe/Berlin';

describe('days, as people say them', () => {
	it.each([
		['2026-11-23T18:00:00Z', 'Today'],
		['2026-11-24T18:00:00Z', 'Tomorrow'],
		['2026-11-22T18:00:00Z', 'Yesterday'],
		['2026-11-27T18:00:00Z', 'Friday'],
		['2026-12-08T18:00:00Z', 'Tue 8 Dec'],
		['2027-01-12T18:00:00Z', 'Tue 12 Jan 2027']
	])('%s is %s', (time, words) => expect(day(time, NOW, BERLIN)).toBe(words));

	it('are those of the reader: late in London is tomorrow in Berlin', () => {
		expect(day('2026-11-23T23:30:00Z', NOW, 'Europe/London')).toBe('Today');
		expect(day('2026-11-23T23:30:00Z', NOW, BERLIN)).toBe('Tomorrow');
	});
});

describe('the heading of a day', () => {
	it.each([
		['2026-11-24T18:00:00Z', 'Tuesday 24 November'],
		['2027-01-12T18:00:00Z', 'Tuesday 12 January 2027'],
		['2026-12-31T23:30:00Z', 'Friday 1 January 2027']
	])('%s is %s', (time, words) => expect(wholeDay(time, NOW, BERLIN)).toBe(words));
});

describe('the time of a session', () => {
	const session = {
		starts_at: '2026-11-24T18:00:00Z',
		ends_at: '2026-11-24T20:30:00Z',
		time_zone: BERLIN
	} as Session;

	it('is short where the clocks agree', () => {
		expect(sessionTime(session, NOW, 'Europe/Rome')).toBe('Tomorrow 19:00–21:30');
	});

	it('names both clocks where they do not', () => {
		const words = 'Tomorrow 18:00–20:30, your time (19:00 in Berlin)';
		expect(sessionTime(session, NOW, 'Europe/London')).toBe(words);
	});

	it.each([
		['America/Los_Angeles', 'Thursday 05:00–07:00, your time (Wed 25 Nov 20:00 in Los Angeles)'],
		['Pacific/Kiritimati', 'Thursday 05:00–07:00, your time (18:00 in Kiritimati)'],
		['Africa/Lagos', 'Thursday 05:00–07:00']
	])('names the day there where it is another: %s', (time_zone, words) => {
		const times = { starts_at: '2026-11-26T04:00:00Z', ends_at: '2026-11-26T06:00:00Z' };
		expect(sessionTime({ ...times, time_zone } as Session, NOW, BERLIN)).toBe(words);
	});

	it('names it where the clocks agree and the days do not', () => {
		const at = '2026-11-26T04:00:00Z';
		expect(elsewhere(at, 'Pacific/Honolulu', 'Pacific/Kiritimati')).toBe(
			'Wed 25 Nov 18:00 in Honolulu'
		);
	});
});

describe('a row of the inbox', () => {
	it.each([
		['2026-11-23T11:05:00Z', '12:05'],
		['2026-11-22T11:05:00Z', 'Yesterday'],
		['2026-11-19T11:05:00Z', 'Thu'],
		['2026-10-08T11:05:00Z', '8 Oct'],
		['2025-10-08T11:05:00Z', '8 Oct 25']
	])('%s says %s', (time, words) => expect(lately(time, NOW, BERLIN)).toBe(words));
});

describe('what is left', () => {
	it.each([
		[44_100, '45 s', '0:45'],
		[12 * 60_000 + 6_500, '12 min', '12:07'],
		[3 * 3_600_000 + 5 * 60_000, '3 h 5 min', '3 h 5 min'],
		[3 * 86_400_000, '3 days', '3 days'],
		[-5_000, '0 s', '0:00']
	])('%d ms', (left, words, clock) => {
		expect(span(left)).toBe(words);
		expect(countdown(left)).toBe(clock);
	});
});

describe('in German', () => {
	afterEach(() => speak('en'));

	it('days, moments and spans are German', () => {
		speak('de');
		expect(day('2026-11-24T18:00:00Z', NOW, BERLIN)).toBe('Morgen');
		expect(day('2026-12-08T18:00:00Z', NOW, BERLIN)).toBe('Di., 8. Dez.');
		expect(moment('2026-11-24T18:00:00Z', NOW, BERLIN)).toBe('morgen 19:00');
		expect(wholeDay('2026-11-24T18:00:00Z', NOW, BERLIN)).toBe('Dienstag, 24. November');
		expect([1, 3].map((days) => span(days * 86_400_000))).toEqual(['24 Std.', '3 Tage']);
	});
});
