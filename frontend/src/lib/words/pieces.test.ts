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

	it.each([
		['https://en.wikipedia.org/wiki/Pose_(art)', 'https://en.wikipedia.org/wiki/Pose_(art)'],
		['(https://en.wikipedia.org/wiki/Pose_(art))', 'https://en.wikipedia.org/wiki/Pose_(art)'],
		['[there](https://a.example/x)', 'https://a.example/x'],
		['(see https://a.example/x?y=[1]).', 'https://a.example/x?y=[1]'],
		['“https://a.example/x”', 'https://a.example/x'],
		['«https://a.example/x», „https://a.example/y“', 'https://a.example/x https://a.example/y'],
		['‘www.a.example’', 'www.a.example'],
		['https://a.example/x… and so on', 'https://a.example/x'],
		['https://a.example/x...', 'https://a.example/x'],
		['https://a.example/x/,https://b.example/y', 'https://a.example/x/ https://b.example/y'],
		['https://a.example/x;www.b.example', 'https://a.example/x www.b.example'],
		['https://a.example/1,2', 'https://a.example/1,2'],
		['看https://a.example/x。', 'https://a.example/x'],
		['https://a.example/\u202egnp.exe', 'https://a.example/'],
		['https://a.example/\u200bx', 'https://a.example/'],
		['https://a.example/\u2066x\u2069', 'https://a.example/'],
		['https://a.example/\u00adx\u2800', 'https://a.example/'],
		['https://müller.example/straße', 'https://müller.example/straße'],
		['https://пример.рф/', 'https://пример.рф/'],
		['https://日本語.jp/', 'https://日本語.jp/']
	])('has in %s just %s', (text, links) => {
		const found = pieces(text).filter(({ kind }) => kind === 'link');
		expect(found.map((piece) => piece.text).join(' ')).toBe(links);
		expect(pieces(text).map((piece) => piece.text).join('')).toBe(text);
	});

	it.each([
		'https://paypal.com@evil.example/login',
		'https://paypal.com:80@evil.example/login',
		'https://@evil.example',
		'https://\u0430pple.com/',
		'https://\u0430\u0440\u0440\u04cf\u0435.com/',
		'https://www.p\u0430ypal.com/',
		'https://\uff50aypal.com',
		'https://b\u0131ng.com',
		'https://...'
	])('leads nowhere in %s, which seems to be another address', (text) => {
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

	it.each(['me@ana', '@anas', '@ana-x', '@@ana', 'a.@ana', 'é@ana', '@anaé', 'https://x.example/@ana', 'https://x.example/a…@ana'])(
		'does not call her in %s',
		(text) => expect(mentions(text, 'ana')).toBe(false)
	);

	it('is lossless', () => {
		const text = 'a @ana b https://c.example/@ana d www.e.example @nobody';
		expect(
			pieces(text, HERE)
				.map((piece) => piece.text)
				.join('')
		).toBe(text);
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
