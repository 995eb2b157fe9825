import { describe, expect, it } from 'vitest';
import { asking, mentions, pieces } from './pieces.ts';

const HERE = new Set(['ana', 'jane-doe']);

function marked(text: string): string[] {
	return pieces(text, HERE).map((piece) => `${piece.kind}: ${piece.text}`);
}

describe('a text', () => {
	it('has addresses, without what only follows them', () => {
		expect(marked('See https://a.example/b?c=1, (http://d.example/e).')).toEqual([
			'text: See ',
			'link: https://a.example/b?c=1',
			'text: , (',
			'link: http://d.example/e',
			'text: ).'
		]);
		expect(pieces('www.a.example')).toEqual([
			{ kind: 'link', text: 'www.a.example', href: 'https://www.a.example' }
		]);
	});

	it.each([
		'javascript:alert(1)',
		'data:text/html,x',
		'xwww.a.example',
		'https://',
		'ftp://a.example',
		'‮moc.live//:sptth'
	])('has none in %s', (text) => {
		expect(marked(text)).toEqual([`text: ${text}`]);
	});

	it('calls people who are here, and nobody else', () => {
		expect(marked('@ana and @Jane-Doe, not @mika')).toEqual([
			'mention: @ana',
			'text:  and ',
			'mention: @Jane-Doe',
			'text: , not @mika'
		]);
	});

	it.each(['me@ana', '@anas', '@ana-x', '@@ana', 'a.@ana', 'https://x.example/@ana'])(
		'does not call her in %s',
		(text) => expect(mentions(text, 'ana')).toBe(false)
	);

	it('is lossless', () => {
		const text = 'a @ana b https://c.example/@ana d www.e.example @nobody';
		expect(pieces(text, HERE).map((piece) => piece.text).join('')).toBe(text);
	});
});

describe('an @ that is being written', () => {
	it('asks for names from there on', () => {
		expect(asking('Hello @an', 9)).toEqual({ at: 6, word: 'an' });
		expect(asking('@', 1)).toEqual({ at: 0, word: '' });
		expect(asking('(@jane-d and more', 8)).toEqual({ at: 1, word: 'jane-d' });
	});

	it('asks for none within an address or after a blank', () => {
		for (const text of ['me@an', 'Hello @an ', 'Hello', '@@an']) {
			expect(asking(text, text.length)).toBeNull();
		}
	});
});
