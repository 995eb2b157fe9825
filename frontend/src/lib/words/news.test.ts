import { describe, expect, it } from 'vitest';
import type { EventFrame } from '#lib/sync/frames.ts';
import { newsOf, settledBy } from './news.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const ana = { id: 'ana', name: 'Ana Lima' };
const hanna = { id: 'hanna', name: 'Hanna' };
const session = { id: 's', host: hanna, title: 'Life drawing', starts_at: '2026-11-24T18:00:00Z' };

function news(type: string, data: object, me: string) {
	const about = { me, now: NOW, zone: 'Europe/Berlin' };
	return newsOf({ type, topic: 'user', version: 1, data } as unknown as EventFrame, about);
}

describe('news', () => {
	const call = { id: 'c', host: hanna, session, status: 'active' };
	const told = { call: { ...call, expires_at: '2026-11-23T14:00:00Z' }, seen: false };

	it('of a call leads to it in one tap', () => {
		expect(news('call.told', told, 'ana')).toMatchObject({
			text: 'Hanna looks for a model: Life drawing, open for 2 h.',
			href: '/calls/c'
		});
	});

	it('is none of a call that was seen, applied to, or is over', () => {
		expect(news('call.told', { ...told, seen: true }, 'ana')).toBeNull();
		expect(news('call.told', { ...told, application: 'a' }, 'ana')).toBeNull();
		const over = { ...told, call: { ...told.call, status: 'filled' } };
		expect(news('call.told', over, 'ana')).toBeNull();
	});

	it('of a booking that the model left asks the host for a call, and stays', () => {
		const left = { session, model: ana, state: 'cancelled_by_model', starts_at: session.starts_at };
		expect(news('booking.changed', left, 'hanna')).toEqual({
			text: 'Ana cancelled tomorrow. Open a call?',
			href: '/calls/new?session=s',
			word: 'Open a call',
			stays: true
		});
		expect(news('booking.changed', left, 'ana')).toBeNull();
	});

	it('of an offer goes to the model when it is sent and to the host when it is answered', () => {
		const offer = { session, model: ana, status: 'sent' };
		expect(news('offer.changed', offer, 'ana')?.word).toBe('Answer');
		expect(news('offer.changed', offer, 'hanna')).toBeNull();
		const yes = { ...offer, status: 'accepted' };
		expect(news('offer.changed', yes, 'hanna')?.text).toBe('Ana Lima said yes to Life drawing.');
		expect(news('offer.changed', yes, 'ana')).toBeNull();
	});

	it('that asks goes when the offer, the new time or the free place does', () => {
		const there = (type: string, data: object) =>
			settledBy({ type, topic: 'user', version: 1, data } as unknown as EventFrame);
		expect(there('offer.changed', { session, status: 'withdrawn' })).toBe('/calendar/s');
		expect(there('booking.changed', { session, state: 'confirmed' })).toBe('/calendar/s');
		expect(there('host_call.changed', { call })).toBe('/calls/new?session=s');
		expect(there('call.told', told)).toBeNull();
	});
});
