import { m } from '#catalogue';
import type { Booking } from '#lib/protocol.ts';
import type { Tone } from './calls.ts';
import { named } from './people.ts';

type Side = 'host' | 'model';

/** Where a booked place stands, in a word for the one or the other side. */
export function bookingChip(booking: Booking, side: Side): { word: string; tone: Tone } {
	const { state, moved_to } = booking;
	if (state === 'confirmed' && moved_to) {
		return {
			word: side === 'host' ? m.market_booking_asked_new_time() : m.market_booking_moved(),
			tone: 'soon'
		};
	}
	if (state === 'confirmed') {
		return {
			word: side === 'host' ? m.market_booking_booked() : m.market_booking_you_are_booked(),
			tone: 'good'
		};
	}
	if (state === 'completed') return { word: m.market_state_done(), tone: 'good' };
	if (state === 'no_show')
		return {
			word: side === 'host' ? m.market_did_not_come() : m.market_booking_missed(),
			tone: 'over'
		};
	if (state === 'disputed') return { word: m.market_booking_not_agreed(), tone: 'over' };
	return { word: cancelled(booking, side), tone: 'over' };
}

function cancelled({ state, session, model }: Booking, side: Side): string {
	if ((state === 'cancelled_by_host') === (side === 'host')) return m.market_you_cancelled();
	return m.market_person_cancelled({ name: first(named(side === 'host' ? model : session.host)) });
}

/** "Ana" of "Ana Lima", where there is little room. */
export function first(name: string): string {
	return name.split(/\s+/)[0] ?? name;
}

/** What it means for me, in a sentence. */
export function bookingSentence(booking: Booking, side: Side, now: number): string {
	const host = named(booking.session.host);
	const model = named(booking.model);
	switch (booking.state) {
		case 'confirmed':
			if (isOver(booking, now))
				return side === 'host'
					? m.market_booking_was_booked({ model })
					: m.market_you_were_booked();
			if (!booking.moved_to)
				return side === 'host' ? m.market_booking_is_coming({ model }) : m.market_see_you_there();
			return side === 'host'
				? m.market_booking_was_asked({ model })
				: m.market_booking_agree_or_leave({ host });
		case 'completed':
			return side === 'host'
				? m.market_booking_was_here({ model })
				: m.market_booking_you_were_at({ host });
		case 'no_show':
			return side === 'host'
				? m.market_booking_did_not_come({ model })
				: m.market_booking_you_were_missed();
		case 'disputed':
			return side === 'host'
				? m.market_booking_disputed_host({ model })
				: m.market_booking_disputed_model({ host });
		case 'cancelled_by_host':
			return side === 'host'
				? m.market_booking_you_freed({ model })
				: m.market_booking_host_had_to_cancel({ host });
		case 'cancelled_by_model':
			return side === 'host'
				? m.market_booking_model_had_to_cancel({ model })
				: m.market_you_cancelled_said();
	}
}

/** What is said of something to come is not said once it is over. */
export function isOver({ ends_at }: { ends_at: string }, now: number): boolean {
	return Date.parse(ends_at) <= now;
}

/** Of several who sat, those of whom nothing has been said yet. */
export function unrated(bookings: Booking[]): Booking[] {
	return bookings.filter(
		({ state, my_stars }) => (state === 'completed' || state === 'disputed') && my_stars === null
	);
}
