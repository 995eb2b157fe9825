import { describe, expect, it } from 'vitest';
import type { Call } from '#lib/protocol.ts';
import { ANYBODY, asWire, fromWire } from './requirements.ts';

describe('what a call asks for', () => {
	it.each<Call['requirements']>([
		{},
		{ pose_style: 'long' },
		{ pose_style: ['long', 'draped'], min_rating: 2.5 },
		{ experience: 'experienced', languages: ['en', 'de'] }
	])('is the same when it comes out of the form: %o', (wanted) => {
		expect(asWire(fromWire(wanted))).toEqual(wanted);
	});

	it('is anybody where somebody who has just begun will do', () => {
		expect(fromWire({ experience: 'new' })).toEqual(ANYBODY);
	});
});
