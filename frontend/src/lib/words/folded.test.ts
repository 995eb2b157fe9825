import { describe, expect, it } from 'vitest';
import { folded, matches } from './folded.ts';
import { hits } from './hits.ts';
import cases from './search-cases.json' with { type: 'json' };

describe.each(cases)('in "$said"', ({ said, found, not }) => {
	it('stands what the server finds there, and it can be marked', () => {
		expect(found.filter((sought) => !matches(said, sought))).toEqual([]);
		expect(found.filter((sought) => !hits(said, sought).some(({ hit }) => hit))).toEqual([]);
		expect(
			hits(said, found.join(' '))
				.map(({ text }) => text)
				.join('')
		).toBe(said);
	});

	it('does not stand what the server does not find', () => {
		expect(not.filter((sought) => matches(said, sought))).toEqual([]);
	});
});

it('folds case, accents and looks', () => {
	expect(folded('Straße ŁÓDŹ Ærø ΣΊΣΥΦΟΣ ﬁ ❤️')).toBe('strasse lodz aero σισυφοσ fi ❤');
});

function marked(text: string, sought: string): string {
	return hits(text, sought)
		.map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
		.join('');
}

it('marks what was written, not what it is folded to', () => {
	expect(marked('Treffpunkt Café, Straße', 'cafe strass')).toBe('Treffpunkt [Café], [Straß]e');
	expect(marked('Treffpunkt Cafe\u0301!', 'café')).toBe('Treffpunkt [Cafe\u0301]!');
	expect(marked('see https://www.example.org/x', 'example.org')).toBe(
		'see https://www.[example.org]/x'
	);
	expect(marked('我家在上海东边', '上海')).toBe('我家在[上海]东边');
	expect(marked('an e-mail', 'email')).toBe('an [e-mail]');
	expect(marked('party 🎉!', '🎉')).toBe('party [🎉]!');
});
