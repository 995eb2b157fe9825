import type { Booking, Offer, Session } from '#lib/protocol.ts';
import { fee, where } from './calls.ts';
import { isolated, named } from './people.ts';
import { freeIn } from './places.ts';

/** What a dialog says before something that cannot be taken back. */
export interface Ask {
	title: string;
	lines: string[];
	stay: string;
}

export function askCancelCall(waiting: number, booked: number): Ask {
	return {
		title: 'Cancel this call?',
		lines: [
			waiting ? `${people(waiting)} who wait${waiting === 1 ? 's' : ''} will be told kindly.` : '',
			booked ? `${people(booked)} booked through it lose${booked === 1 ? 's' : ''} the place.` : '',
			'The evening itself stays in your calendar.'
		].filter(Boolean),
		stay: 'Keep it open'
	};
}

export function askCancelSession(session: Session): Ask {
	const booked = session.positions - freeIn(session);
	return {
		title: `Call off ${isolated(session.title)}?`,
		lines: [
			booked ? `${people(booked)} booked for it will be told at once.` : '',
			'Its open call and offers end with it.',
			'This cannot be taken back.'
		].filter(Boolean),
		stay: 'Keep the evening'
	};
}

export function askCancelBooking(booking: Booking, hosting: boolean): Ask {
	const other = named(hosting ? booking.model : booking.session.host);
	return {
		title: hosting ? `Cancel ${other}’s booking?` : 'Cancel your booking?',
		lines: [
			`${other} is told at once.`,
			hosting
				? 'The place is free again, and you can open a call for it.'
				: booking.moved_to
					? 'The time was moved, so nobody will blame you.'
					: 'Your place goes to somebody else.'
		],
		stay: 'Keep it'
	};
}

export function askDecline(name: string): Ask {
	return {
		title: `Decline ${name} kindly?`,
		lines: [
			`${name} reads that you decided for someone else this time, and nothing more.`,
			'They may apply again while your call is open.'
		],
		stay: 'Back'
	};
}

export function askNoShow(booking: Booking): Ask {
	const name = named(booking.model);
	return {
		title: `${name} did not come?`,
		lines: [
			`${name} will read that you missed them.`,
			'They can object. Your own stars for this evening are taken back.'
		],
		stay: 'Back'
	};
}

export function askObject(booking: Booking): Ask {
	const name = named(booking.session.host);
	return {
		title: 'You were there?',
		lines: [
			`${name} reads that you say you came.`,
			'It then counts as neither missed nor cancelled, and both of you may give stars.'
		],
		stay: 'Back'
	};
}

export function askAccept(offer: Offer): Ask {
	const at = where(offer.session);
	return {
		title: 'Say yes to this evening?',
		lines: [
			`You agree on: ${fee(offer.fee_amount, offer.fee_currency)}.`,
			at ? `It is in ${at}; you see the exact place as soon as you are booked.` : '',
			`${named(offer.session.host)} counts on you from then on.`
		].filter(Boolean),
		stay: 'Not yet'
	};
}

function people(count: number): string {
	return count === 1 ? 'One model' : `${count} models`;
}
