import type { Booking } from '#lib/protocol.ts';
import type { Tone } from './calls.ts';
import { named } from './people.ts';

type Side = 'host' | 'model';

/** Where a booked place stands, in a word for the one or the other side. */
export function bookingChip(booking: Booking, side: Side): { word: string; tone: Tone } {
	const { state, moved_to } = booking;
	if (state === 'confirmed' && moved_to) {
		return { word: side === 'host' ? 'Asked about the new time' : 'Moved', tone: 'soon' };
	}
	if (state === 'confirmed') {
		return { word: side === 'host' ? 'Booked' : 'You’re booked', tone: 'good' };
	}
	if (state === 'completed') return { word: 'Done', tone: 'good' };
	if (state === 'no_show')
		return { word: side === 'host' ? 'Did not come' : 'Missed', tone: 'over' };
	if (state === 'disputed') return { word: 'Not agreed who came', tone: 'over' };
	return { word: cancelled(booking, side), tone: 'over' };
}

function cancelled({ state, session, model }: Booking, side: Side): string {
	if ((state === 'cancelled_by_host') === (side === 'host')) return 'You cancelled';
	return `${first(named(side === 'host' ? model : session.host))} cancelled`;
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
				return side === 'host' ? `${model} was booked.` : 'You were booked.';
			if (!booking.moved_to) return side === 'host' ? `${model} is coming.` : 'See you there!';
			return side === 'host'
				? `${model} was asked whether the new time suits.`
				: `${host} moved it. Agree, or leave without blame.`;
		case 'completed':
			return side === 'host' ? `${model} was here.` : `You were at ${host}’s.`;
		case 'no_show':
			return side === 'host' ? `${model} did not come.` : 'You were missed.';
		case 'disputed':
			return side === 'host'
				? `You say that ${model} did not come, and they say that they did.`
				: `${host} says that you did not come, and you say that you did.`;
		case 'cancelled_by_host':
			return side === 'host' ? `You freed ${model}’s place.` : `${host} had to cancel.`;
		case 'cancelled_by_model':
			return side === 'host' ? `${model} had to cancel.` : 'You cancelled.';
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
