import { describe, expect, it } from 'vitest';
import type { Call, Terms } from '#lib/protocol.ts';
import { differences, offered, termsChanged } from './terms.ts';

const session = {
	title: 'Life drawing',
	starts_at: '2026-12-15T18:00:00Z',
	ends_at: '2026-12-15T20:00:00Z',
	time_zone: 'Europe/Berlin',
	district: 'Kreuzberg',
	place: null
};
const call = { session, fee_amount: 9000, fee_currency: 'EUR', note: '', terms: 'a' } as Call;
const now = offered(call);

/** Each term, changed, and what is said of it. */
const CHANGED: [keyof Terms, unknown, string][] = [
	['fee_amount', 100, 'the fee is €1 instead of €90'],
	['fee_currency', 'CHF', 'the fee is CHF'],
	['starts_at', '2026-12-24T20:00:00Z', 'the time is Thu 24 Dec 2026 21:00–21:00 in Berlin'],
	['ends_at', '2026-12-15T19:00:00Z', '19:00–20:00'],
	['time_zone', 'Asia/Tokyo', 'in Tokyo'],
	['title', 'Costumes', 'it is called Costumes'],
	['district', 'Wedding', 'it is in Wedding'],
	['place', 'The cellar', 'the place is The cellar'],
	['note', 'Bring a shawl', 'the note is “Bring a shawl”']
];

describe('a yes to something else', () => {
	it('tells of nothing where nothing has changed', () => {
		expect(differences(call, now)).toEqual([]);
		const spelt = { starts_at: '2026-12-15T18:00:00+00:00', ends_at: '2026-12-15T21:00+01:00' };
		expect(differences({ ...call, session: { ...session, ...spelt } }, now)).toEqual([]);
	});

	it.each(CHANGED)('tells of another %s', (term, value, words) => {
		const changed: Terms = { ...now, [term]: value };
		expect(differences(call, changed)).toHaveLength(1);
		expect(termsChanged(call, changed)).toContain(words);
	});

	it('knows all terms', () => {
		expect(
			Object.keys(now)
				.filter((name) => name !== 'version')
				.sort()
		).toEqual(CHANGED.map(([name]) => name).sort());
	});
});
