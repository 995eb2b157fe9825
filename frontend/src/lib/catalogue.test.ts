import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { sources } from './sources.ts';

type Value = string | [{ match: Record<string, string> }];
type Catalogue = Record<string, Value>;

const AREAS = readdirSync('messages/en');
const OTHERS = readdirSync('messages').filter((language) => language !== 'en');
const code = sources()
	.map(([, source]) => source)
	.join('\n');

function read(language: string, area: string): Catalogue {
	return JSON.parse(readFileSync(`messages/${language}/${area}`, 'utf8')) as Catalogue;
}

/** Every way to say it. */
function forms(value: Value): string[] {
	return typeof value === 'string' ? [value] : Object.values(value[0].match);
}

function placeholders(value: Value): string[] {
	const names = forms(value).flatMap((form) => form.match(/\{\w+\}/g) ?? []);
	return [...new Set(names)].sort();
}

describe.each(AREAS)('%s', (area) => {
	const english = read('en', area);

	it('has keys that begin with it, in their order', () => {
		const keys = Object.keys(english);
		expect(keys.filter((key) => !key.startsWith(area.replace('.json', '_')))).toEqual([]);
		expect(keys).toEqual(keys.toSorted());
	});

	it('has no sentence that nothing says', () => {
		const said = (key: string) => new RegExp(`\\bm\\.${key}\\b`).test(code);
		expect(Object.keys(english).filter((key) => !said(key))).toEqual([]);
	});

	it.each(OTHERS)('is whole in %s', (language) => {
		const other = read(language, area);
		expect(Object.keys(other)).toEqual(Object.keys(english));
		for (const [key, value] of Object.entries(other)) {
			expect(placeholders(value), key).toEqual(placeholders(english[key] ?? ''));
			expect(
				forms(value).filter((form) => !form.trim()),
				key
			).toEqual([]);
		}
	});

	it('says everything else where there is no plural that fits', () => {
		const all = ['en', ...OTHERS].flatMap((language) => Object.entries(read(language, area)));
		const plurals = all.filter(([, value]) => typeof value !== 'string');
		const open = ([, value]: [string, Value]) =>
			!('plural=*' in (value as [{ match: object }])[0].match);
		expect(plurals.filter(open)).toEqual([]);
	});
});
