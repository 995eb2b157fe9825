import { describe, expect, it } from 'vitest';
import { keyOf } from './keyboard.ts';
import { linesOf } from './sources.ts';

const pressed = (about: Partial<KeyboardEvent>) => about as KeyboardEvent;

describe('a key', () => {
	it('is known by its name', () => {
		expect(keyOf(pressed({ key: 'Enter', keyCode: 13, isComposing: false }))).toBe('Enter');
	});

	it('belongs to the input method while a word is composed', () => {
		expect(keyOf(pressed({ key: 'Enter', keyCode: 13, isComposing: true }))).toBe('');
		// Safari ends the word first, and tells of the Enter that did it afterwards.
		expect(keyOf(pressed({ key: 'Enter', keyCode: 229, isComposing: false }))).toBe('');
	});

	it('is asked for in this one way everywhere', () => {
		const directly = /\b\w*\.(key|code|which) *[!=]==? *'[A-Z]\w*'|event\.(key|which|keyCode|isComposing)\b|\{[^}]*\bkey\b[^}]*\}: KeyboardEvent/;
		expect(linesOf(directly, { except: ['lib/keyboard.ts'] })).toEqual([]);
		const listening = linesOf(/on(keydown|keyup|keypress)\b|'key(down|up|press)'/);
		expect(listening.length).toBeGreaterThan(5);
	});

	it('is asked for in every file that listens to keys and says what they do', () => {
		const handlers = linesOf(/: KeyboardEvent\b/, { except: ['lib/keyboard.ts'] });
		const asking = new Set(linesOf(/\bkeyOf\(/).map((line) => line.split(':')[0]));
		expect(handlers.filter((line) => !asking.has(line.split(':')[0]))).toEqual([]);
	});
});
