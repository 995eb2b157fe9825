import { describe, expect, it } from 'vitest';
import type { Booking, Call, HostCall, HostedSession, Offer } from '#lib/protocol.ts';
import { mayApplication, mayBooking, mayCall, mayOffer, mayReopen, maySession } from './machine.ts';

const at = (time: string) => Date.parse(`2026-11-24T${time}Z`);
const SESSION = {
	starts_at: '2026-11-24T18:00:00Z',
	ends_at: '2026-11-24T20:00:00Z',
	positions: 1,
	booked: 0,
	cancelled: false
} as unknown as HostedSession;
const CALL = {
	status: 'active',
	expires_at: '2026-11-24T12:00:00Z',
	session: SESSION
} as unknown as Call;
const OFFER = { ...CALL, status: 'sent' } as unknown as Offer;
const BOOKING = {
	state: 'confirmed',
	moved_to: null,
	my_stars: null,
	session: SESSION,
	starts_at: SESSION.starts_at,
	ends_at: SESSION.ends_at
} as unknown as Booking;

describe('an open call', () => {
	it('can be extended by its host until the deadline, and not at it', () => {
		expect(mayCall('call.extend', CALL, 'host', at('11:59:59'))).toBe(true);
		expect(mayCall('call.extend', CALL, 'host', at('12:00:00'))).toBe(false);
	});

	it('is not extended by a model', () => {
		expect(mayCall('call.extend', CALL, 'model', at('11:00:00'))).toBe(false);
	});

	it('lets nobody in at its deadline, whatever its status says', () => {
		expect(mayCall('call.apply', CALL, 'model', at('12:00:00'))).toBe(false);
		expect(mayApplication('call.confirm', 'pending', CALL, 'host', at('12:00:00'))).toBe(false);
	});

	it('lets a model withdraw even then', () => {
		expect(mayApplication('call.withdraw', 'pending', CALL, 'model', at('12:00:00'))).toBe(true);
		expect(mayApplication('call.withdraw', 'accepted', CALL, 'model', at('12:00:00'))).toBe(false);
	});
});

describe('a call that ended', () => {
	const ended = { ...CALL, status: 'expired' } as Call;

	it('can be opened again until the evening starts', () => {
		expect(mayCall('call.reopen', ended, 'host', at('17:59:59'))).toBe(true);
		expect(mayCall('call.reopen', ended, 'host', at('18:00:00'))).toBe(false);
	});

	it('is not opened again without a free place', () => {
		const full = { call: ended, booked: 1 } as HostCall;
		expect(mayReopen(full, at('13:00:00'))).toBe(false);
		expect(mayReopen({ ...full, booked: 0 }, at('13:00:00'))).toBe(true);
	});
});

describe('an application', () => {
	it.each(['call.shortlist', 'call.reject', 'call.confirm'] as const)(
		'%s is its host’s',
		(verb) => {
			expect(mayApplication(verb, 'pending', CALL, 'host', at('11:00:00'))).toBe(true);
			expect(mayApplication(verb, 'pending', CALL, 'model', at('11:00:00'))).toBe(false);
			expect(mayApplication(verb, 'withdrawn', CALL, 'host', at('11:00:00'))).toBe(false);
		}
	);
});

describe('an offer', () => {
	it('is answered by the model and taken back by the host, both in time', () => {
		expect(mayOffer('offer.accept', OFFER, 'model', at('11:00:00'))).toBe(true);
		expect(mayOffer('offer.accept', OFFER, 'host', at('11:00:00'))).toBe(false);
		expect(mayOffer('offer.withdraw', OFFER, 'host', at('11:00:00'))).toBe(true);
		expect(mayOffer('offer.accept', OFFER, 'model', at('12:00:00'))).toBe(false);
	});
});

describe('a booking', () => {
	it('can be left by both until the evening starts', () => {
		expect(mayBooking('booking.cancel', BOOKING, 'model', at('17:00:00'))).toBe(true);
		expect(mayBooking('booking.cancel', BOOKING, 'host', at('17:00:00'))).toBe(true);
		expect(mayBooking('booking.cancel', BOOKING, 'model', at('18:00:00'))).toBe(false);
	});

	it('asks for agreement only when the evening was moved', () => {
		const moved = { ...BOOKING, moved_to: ['2026-11-25T18:00:00Z', '2026-11-25T20:00:00Z'] };
		expect(mayBooking('booking.agree', BOOKING, 'model', at('11:00:00'))).toBe(false);
		expect(mayBooking('booking.agree', moved, 'model', at('11:00:00'))).toBe(true);
		expect(mayBooking('booking.agree', moved, 'host', at('11:00:00'))).toBe(false);
	});

	it('is when its model agreed to come, and over with the first of two times', () => {
		const moved_to = ['2026-11-24T16:00:00Z', '2026-11-24T18:00:00Z'];
		const moved = { ...BOOKING, moved_to };
		expect(mayBooking('booking.agree', moved, 'model', at('15:59:59'))).toBe(true);
		expect(mayBooking('booking.agree', moved, 'model', at('16:00:00'))).toBe(false);
		expect(mayBooking('booking.cancel', moved, 'model', at('16:00:00'))).toBe(false);
	});

	it('is rated once, when it is over; who did not come is said by the host', () => {
		const done = { ...BOOKING, state: 'completed' } as Booking;
		expect(mayBooking('booking.rate', BOOKING, 'host', at('21:00:00'))).toBe(false);
		expect(mayBooking('booking.rate', done, 'model', at('21:00:00'))).toBe(true);
		expect(mayBooking('booking.rate', { ...done, my_stars: 4 }, 'host', at('21:00:00'))).toBe(
			false
		);
		expect(mayBooking('booking.no_show', done, 'host', at('21:00:00'))).toBe(true);
		expect(mayBooking('booking.no_show', done, 'model', at('21:00:00'))).toBe(false);
		const later = (days: number) => Date.parse(done.ends_at) + days * 24 * 3_600_000;
		expect(mayBooking('booking.no_show', done, 'host', later(2))).toBe(false);
		expect(mayBooking('booking.rate', done, 'model', later(13))).toBe(true);
		expect(mayBooking('booking.rate', done, 'model', later(14))).toBe(false);
	});
});

describe('an evening', () => {
	it('can be changed until it starts, and looks for models while a place is free', () => {
		const full: HostedSession = { ...SESSION, booked: 1 };
		expect(maySession('session.update', SESSION, at('17:00:00'))).toBe(true);
		expect(maySession('session.cancel', SESSION, at('18:00:00'))).toBe(false);
		expect(maySession('call.open', full, at('11:00:00'))).toBe(false);
		expect(maySession('offer.send', { ...SESSION, cancelled: true }, at('11:00:00'))).toBe(false);
	});
});
