import { describe, expect, it } from 'vitest';
import type { Call } from '#lib/protocol.ts';
import { extensions, lastCall } from './deadlines.ts';

const at = (time: string) => Date.parse(`2026-11-24T${time}Z`);

function call(closes: string, starts = '18:00:00'): Call {
	return {
		status: 'active',
		expires_at: `2026-11-24T${closes}Z`,
		session: { starts_at: `2026-11-24T${starts}Z` }
	} as Call;
}

describe('a later deadline', () => {
	it('is never beyond the start of the evening', () => {
		expect(extensions(call('12:00:00')).map(({ word }) => word)).toEqual([
			'15 min more',
			'30 min more',
			'1 h more',
			'3 h more',
			'Until it begins'
		]);
		expect(extensions(call('17:40:00')).map(({ at }) => at)).toEqual([
			at('17:55:00'),
			at('18:00:00')
		]);
	});

	it('does not exist when the call is open until the start', () => {
		expect(extensions(call('18:00:00'))).toEqual([]);
	});
});

describe('at two minutes to go', () => {
	it('the host of waiting models is asked to extend', () => {
		const asked = lastCall(call('12:00:00'), 3, at('11:58:00'));
		expect(asked).toEqual({ words: '3 waiting. Extend 15 min?', at: at('12:15:00') });
	});

	it('is asked for less where the evening begins sooner', () => {
		expect(lastCall(call('17:50:00'), 1, at('17:49:00'))?.words).toBe('1 waiting. Extend 10 min?');
	});

	it('nobody is asked earlier, later, or when nobody waits', () => {
		expect(lastCall(call('12:00:00'), 3, at('11:57:59'))).toBeNull();
		expect(lastCall(call('12:00:00'), 3, at('12:00:00'))).toBeNull();
		expect(lastCall(call('12:00:00'), 0, at('11:59:00'))).toBeNull();
	});
});
