import { describe, expect, it } from 'vitest';
import cases from './pieces.cases.json';
import { mentions } from './pieces.ts';

describe('the table that screen and postman share', () => {
	it.each(cases.calls)('calls ana in %s', (text) => expect(mentions(text, 'ana')).toBe(true));

	it.each(cases.does_not)('does not in %s', (text) => expect(mentions(text, 'ana')).toBe(false));
});
