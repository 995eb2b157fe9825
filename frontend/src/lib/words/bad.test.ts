// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import type { Session } from '#lib/protocol.ts';
import { currencies } from '#lib/protocol.ts';
import { feeAsWire, feeFromWire } from '#lib/parts/market/FeeField.svelte';
import { fee } from './calls.ts';
import { linked } from './links.ts';
import { monthName, weeksOf } from './months.ts';
import { initials, isolated, named } from './people.ts';
import * as when from './when.ts';
import * as zones from './zones.ts';

const ZONES = ['localtime', 'Factory', 'posixrules', '', 'Mars/Olympus', 'Europe/Berlin'];
const TIMES = [
	'10000-01-01T12:00:00Z',
	'+010000-01-01T12:00:00Z',
	'',
	'never',
	'0001-01-01T00:00:00Z'
];
const NOW = Date.parse('2026-11-24T12:00:00Z');

describe.each(ZONES)('in the zone "%s"', (zone) => {
	it.each(TIMES)('a row with the time "%s" is drawn', (time) => {
		const session = { starts_at: time, ends_at: time, time_zone: zone } as Session;
		const said = [
			when.dayKey(time, zone),
			when.clockTime(time, zone),
			when.day(time, NOW, zone),
			when.dayWithin(time, NOW, zone),
			when.until(time, NOW, zone),
			when.wholeDay(time, NOW, zone),
			when.elsewhere(time, zone, 'Europe/Berlin'),
			when.lately(time, NOW, zone),
			when.exactly(time, zone),
			when.sessionTime(session, NOW, 'Europe/Berlin'),
			zones.wallTime(Date.parse(time), zone),
			zones.offsetName(NOW, zone),
			monthName(when.dayKey(time, zone).slice(0, 7))
		];
		expect(said.filter((words) => typeof words !== 'string')).toEqual([]);
		zones.twice('2026-10-25T02:30', zone);
		zones.foldOf(NOW, zone);
		weeksOf('2026-11', [], zone);
	});
});

describe('money', () => {
	it('has the digits of its currency', () => {
		expect(fee(8000, 'JPY')).toBe('JP¥8,000');
		expect(fee(12345, 'KWD')).toBe('KWD\u00a012.345');
		expect(fee(12000, 'KWD')).toBe('KWD\u00a012');
		expect(fee(6250, 'EUR')).toBe('€62.50');
		expect(fee(6000, 'EUR')).toBe('€60');
	});

	it.each(currencies)('comes back from the field as it went in: %s', (currency) => {
		for (const amount of [0, 1, 10, 999, 1234, 1_000_000]) {
			expect(feeAsWire(feeFromWire(amount, currency)).fee_amount).toBe(amount);
			expect(fee(amount, currency)).not.toBe('');
		}
	});

	it('is shown in a currency that nobody knows', () => {
		expect(fee(1250, 'nothing')).toBe('12.50 nothing');
		expect(fee(1250, '')).toBe('12.50');
	});
});

describe('names', () => {
	it('do not turn what stands around them', () => {
		expect(named({ name: '\u202eevil', handle: 'evil' })).toBe('\u2068evil\u2069');
		expect(named({ name: 'שרה', handle: 'sara' })).toBe('\u2068שרה\u2069');
		expect(isolated('Zoë 上海')).toBe('Zoë 上海');
		expect(named({ name: '', handle: 'ana' })).toBe('@ana');
	});

	it('have initials of whole characters', () => {
		const of = (name: string) => initials({ name, handle: 'ana' });
		expect(of('👩‍🎨 Ana')).toBe('👩‍🎨A');
		expect(of('𝒜na Lima')).toBe('𝒜L');
		expect(of('e\u0301lodie')).toBe('E\u0301');
		expect(of('')).toBe('A');
	});
});

it('gives the button of a known site to that site alone', () => {
	const word = (url: string) => linked(url)?.word;
	expect(word('https://www.eventbrite.co.uk/e/1')).toBe('Get a place');
	expect(word('https://eventbrite.evil.example/e/1')).toBe('Open the link');
	expect(word('https://ticketmaster.com.evil.example/')).toBe('Open the link');
	expect(word('https://notzoom.us/j/1')).toBe('Open the link');
});
