import { describe, expect, it } from 'vitest';
import type { Booking, Call, CardApplication, Offer, Session, ThreadCard } from '#lib/protocol.ts';
import { standing } from './cards.ts';

const NOW = Date.parse('2026-11-24T11:00:00Z');
const session = {
	host: { name: 'Hanna', handle: 'hanna' },
	starts_at: '2026-11-24T18:00:00Z',
	ends_at: '2026-11-24T20:00:00Z',
	positions: 1
} as Session;
const model = { name: 'Ana', handle: 'ana' };
const call = { status: 'active', expires_at: '2026-11-24T12:00:00Z', session } as Call;
const application = { status: 'pending', reason: '' } as CardApplication;
const offer = { status: 'sent', expires_at: '2026-11-24T12:00:00Z', session, model } as Offer;
const { starts_at, ends_at } = session;
const booking = {
	state: 'confirmed',
	moved_to: null,
	my_stars: null,
	session,
	model,
	starts_at,
	ends_at
} as Booking;

function card(fields: Partial<ThreadCard>): ThreadCard {
	return { mine: 'model', call: null, application: null, offer: null, booking: null, ...fields };
}

describe('the card of a thread', () => {
	it('of an application lets its host decide and its model withdraw', () => {
		const both = { call, application };
		const hosts = standing(card({ ...both, mine: 'host' }), NOW);
		expect(hosts).toMatchObject({
			verbs: ['call.confirm', 'call.reject'],
			closes: call.expires_at
		});
		expect(standing(card(both), NOW).verbs).toEqual(['call.withdraw']);
	});

	it('of an application that went to someone else says so kindly, and no more', () => {
		const lost = { status: 'rejected', reason: 'filled' } as CardApplication;
		const filled = { ...call, status: 'filled' } as Call;
		const { sentence, verbs, closes } = standing(card({ call: filled, application: lost }), NOW);
		expect(sentence).toBe('This one went to someone else.');
		expect([verbs, closes]).toEqual([[], null]);
	});

	it('of an offer counts down to its answer', () => {
		const asked = standing(card({ offer }), NOW);
		expect(asked.sentence).toBe('Hanna asks you for this evening.');
		expect(asked.verbs).toEqual(['offer.accept', 'offer.decline']);
		expect(asked.closes).toBe(offer.expires_at);
		const late = standing(card({ offer }), Date.parse(offer.expires_at));
		expect(late).toMatchObject({ verbs: [], chip: { word: 'Closing…' } });
	});

	it('of a booking says more than the application it came of', () => {
		const booked = card({ call, application: { ...application, status: 'accepted' }, booking });
		expect(standing(booked, NOW)).toMatchObject({
			chip: { word: 'You’re booked' },
			verbs: ['booking.cancel']
		});
	});

	it('of a moved evening asks the model first of all to agree', () => {
		const moved = { ...booking, moved_to: [session.starts_at, session.ends_at] };
		expect(standing(card({ booking: moved }), NOW).verbs[0]).toBe('booking.agree');
		expect(standing(card({ booking: moved, mine: 'host' }), NOW).verbs).toEqual(['booking.cancel']);
	});

	it('of a booking that the model left offers the host a new call', () => {
		const left = { ...booking, state: 'cancelled_by_model' } as Booking;
		const { chip, verbs } = standing(card({ booking: left, mine: 'host' }), NOW);
		expect([chip.word, verbs]).toEqual(['Ana cancelled', ['call.open']]);
		expect(standing(card({ booking: left }), NOW).verbs).toEqual([]);
	});

	it('of an evening that is over asks for stars', () => {
		const done = { ...booking, state: 'completed' } as Booking;
		const after = Date.parse('2026-11-24T21:00:00Z');
		expect(standing(card({ booking: done }), after).verbs).toEqual(['booking.rate']);
	});
});
