import { describe, expect, it } from 'vitest';
import { linesOf } from '#lib/sources.ts';
import { initials } from './people.ts';

describe('initials', () => {
	it.each([
		['Ana Maria Berg', 'AB'],
		['ana', 'A'],
		['✨🎉 Hanna', '✨H'],
		['👩‍🎨 Ana', '👩‍🎨A'],
		['🇩🇪', '🇩🇪'],
		['e\u0301va', 'E\u0301'],
		['  Zoë  Müller ', 'ZM'],
		['', 'H']
	])('of %s are whole signs: %s', (name, expected) => {
		const found = initials({ name, handle: 'hanna' });
		expect(found).toBe(expected);
		expect(found.isWellFormed()).toBe(true);
	});

	it('are made of whole signs everywhere', () => {
		expect(linesOf(/(name|title|word)\??\.?(\[0\]|charAt\(0\)|slice\(0, 1\))/i)).toEqual([]);
	});
});

describe('the words of people', () => {
	it('keep their direction to themselves in every sentence that is put together', () => {
		const words = 'title|district|place|note|about|reason|content|text|name|display_name';
		const bare = `\\$\\{(?![^}]*\\b(?:isolated|excerpt)\\()[^}]*(?<!this)\\.(?:${words})\\b`;
		expect(linesOf(new RegExp(bare))).toEqual([]);
	});
});
