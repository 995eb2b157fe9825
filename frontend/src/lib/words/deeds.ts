import { m } from '#catalogue';
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
		title: m.market_cancel_call_question(),
		lines: [
			waiting ? m.market_cancel_call_waiting({ count: waiting }) : '',
			booked ? m.market_cancel_call_booked({ count: booked }) : '',
			m.market_cancel_call_stays()
		].filter(Boolean),
		stay: m.market_keep_it_open()
	};
}

export function askCancelSession(session: Session): Ask {
	const booked = session.positions - freeIn(session);
	return {
		title: m.market_call_off_question({ title: isolated(session.title) }),
		lines: [
			booked ? m.market_call_off_booked({ count: booked }) : '',
			m.market_call_off_ends(),
			m.market_cannot_be_undone()
		].filter(Boolean),
		stay: m.market_keep_evening()
	};
}

export function askCancelBooking(booking: Booking, hosting: boolean): Ask {
	const other = named(hosting ? booking.model : booking.session.host);
	return {
		title: hosting
			? m.market_cancel_booking_question_of({ name: other })
			: m.market_cancel_booking_question(),
		lines: [
			m.market_told_at_once({ name: other }),
			hosting
				? m.market_place_free_again()
				: booking.moved_to
					? m.market_moved_no_blame()
					: m.market_place_to_somebody_else()
		],
		stay: m.market_keep_it()
	};
}

export function askDecline(name: string): Ask {
	return {
		title: m.market_decline_kindly_question({ name }),
		lines: [m.market_decline_kindly_reads({ name }), m.market_decline_kindly_again()],
		stay: m.common_back()
	};
}

export function askNoShow(booking: Booking): Ask {
	const name = named(booking.model);
	return {
		title: m.market_no_show_question({ name }),
		lines: [m.market_no_show_reads({ name }), m.market_no_show_object()],
		stay: m.common_back()
	};
}

export function askObject(booking: Booking): Ask {
	const name = named(booking.session.host);
	return {
		title: m.market_object_question(),
		lines: [m.market_object_reads({ name }), m.market_object_counts()],
		stay: m.common_back()
	};
}

export function askAccept(offer: Offer): Ask {
	const at = where(offer.session);
	return {
		title: m.market_accept_question(),
		lines: [
			m.market_you_agree_on({ fee: fee(offer.fee_amount, offer.fee_currency) }),
			at ? m.market_accept_where({ place: at }) : '',
			m.market_accept_counts_on({ host: named(offer.session.host) })
		].filter(Boolean),
		stay: m.market_not_yet()
	};
}
