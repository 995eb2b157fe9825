import { describe, expect, it } from 'vitest';
import { hits } from './hits.ts';

function marked(text: string, sought: string): string {
	return hits(text, sought)
		.map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
		.join('');
}

describe('what was sought', () => {
	it('is found where words begin like it, whatever their case', () => {
		expect(marked('Red drapes, redder than red.', 'red DRAP')).toBe(
			'[Red] [drap]es, [red]der than [red].'
		);
		expect(marked('Straße, größer', 'gröss größ')).toBe('Straße, [größ]er');
	});

	it('is not found within words, nor where nothing was asked', () => {
		expect(marked('Tired of scared.', 'red')).toBe('Tired of scared.');
		expect(marked('Red.', '')).toBe('Red.');
		expect(marked('a (b) c*', '( * .')).toBe('a (b) c*');
	});

	it('takes the longest of words that fit', () => {
		expect(marked('drapes', 'd drape dr')).toBe('[drape]s');
	});
});
