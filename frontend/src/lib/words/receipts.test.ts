import { describe, expect, it } from 'vitest';
import { inTime, span, tooLate } from './receipts.ts';

const receipt = (margin_ms: number) => ({ decided_at: '', expires_at: '', margin_ms });

describe('a deadline receipt', () => {
	it.each([
		[0, '0.0 s'],
		[499, '0.4 s'],
		[1_000, '1 s'],
		[192_000, '3 min 12 s'],
		[3_600_000, '1 h'],
		[7_500_000, '2 h 5 min'],
		[90_000_000, '1 d 1 h'],
		[86_401_000, '1 d']
	])('says %i ms in its two largest units', (ms, words) => {
		expect(span(ms)).toBe(words);
	});

	it('says whether it was in time, and by how much not', () => {
		expect(inTime(receipt(192_000))).toBe('In time by 3 min 12 s.');
		expect(tooLate(receipt(-2_500))).toBe('Too late by 2 s.');
	});
});
