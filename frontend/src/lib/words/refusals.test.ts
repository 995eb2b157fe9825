import { afterEach, describe, expect, it } from 'vitest';
import { speak } from '#lib/language.svelte.ts';
import { Refused } from '#lib/sync/errors.ts';
import { worded } from './refusals.ts';

function refusal(code: string, message: string) {
	return { code, message, retry: false };
}

afterEach(() => speak('en'));

describe('a refusal', () => {
	it('is what the server says, in English', () => {
		expect(worded(refusal('conflict', 'Only the server knows this.'))).toBe(
			'Only the server knows this.'
		);
	});

	it('is found by what the server says, with its names', () => {
		speak('de');
		expect(Refused.from(refusal('conflict', 'This handle is taken.')).message).toBe(
			'Dieser Nutzername ist vergeben.'
		);
		const blocked = refusal('blocked', 'You and Ana (not) are not in contact any more.');
		expect(worded(blocked)).toBe('Du und Ana (not) habt keinen Kontakt mehr.');
	});

	it('is found by its code where no catalogue has it', () => {
		speak('de');
		expect(worded(refusal('conflict', 'Only the server knows this.'))).toBe(
			'Jemand war schneller, oder es ist inzwischen anders.'
		);
		expect(worded(refusal('quite_new', 'Only the server knows this.'))).toBe(
			'Only the server knows this.'
		);
	});

	it('is not worded twice where a tab passes it on', () => {
		speak('de');
		const once = Refused.from(refusal('conflict', 'This handle is taken.'));
		expect(new Refused(once.object()).message).toBe(once.message);
	});
});
