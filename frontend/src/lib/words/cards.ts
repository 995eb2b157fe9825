import { m } from '#catalogue';
import type { Booking, Call, CardApplication, Offer, ThreadCard } from '#lib/protocol.ts';
import { bookingChip, bookingSentence, isOver } from './bookings.ts';
import { applicationChip, ending, outcome, phase, phaseChip, type Chip } from './calls.ts';
import {
	mayApplication,
	mayBooking,
	mayCall,
	mayOffer,
	maySession,
	type ApplicationVerb,
	type BookingVerb,
	type OfferVerb
} from './machine.ts';
import { offerChip, offerSentence } from './offers.ts';

export type CardVerb =
	| ApplicationVerb
	| OfferVerb
	| Exclude<BookingVerb, 'booking.no_show' | 'booking.object'>
	| 'call.open'
	| 'call.apply';

/** The one state that a card shows, and what this person can do about it; the next act first. */
export interface Standing {
	chip: Chip;
	sentence: string;
	/** What is counted down to, while something waits for an answer. */
	closes: string | null;
	verbs: CardVerb[];
}

/** A booking says more than the application or offer that it came of. */
export function standing(card: ThreadCard, now: number): Standing {
	const { mine, booking, offer, call, application } = card;
	if (booking) return ofBooking(booking, mine, now);
	if (offer) return ofOffer(offer, mine, now);
	return ofApplication(call as Call, application as CardApplication, mine, now);
}

function ofBooking(booking: Booking, mine: ThreadCard['mine'], now: number): Standing {
	const verbs: CardVerb[] = (['booking.agree', 'booking.rate', 'booking.cancel'] as const).filter(
		(verb) => mayBooking(verb, booking, mine, now)
	);
	const lost = booking.state.startsWith('cancelled');
	if (mine === 'host' && lost && maySession('call.open', booking.session, now)) {
		verbs.unshift('call.open');
	}
	return {
		chip: bookingChip(booking, mine),
		sentence: bookingSentence(booking, mine, now),
		closes: null,
		verbs
	};
}

function ofOffer(offer: Offer, mine: ThreadCard['mine'], now: number): Standing {
	const verbs = (['offer.accept', 'offer.decline', 'offer.withdraw'] as const).filter((verb) =>
		mayOffer(verb, offer, mine, now)
	);
	return {
		chip: offerChip(offer, mine, now),
		sentence: offerSentence(offer, mine, now),
		closes: verbs.length ? offer.expires_at : null,
		verbs
	};
}

const ASKED: Record<ThreadCard['mine'], () => string> = {
	host: m.market_card_asked_host,
	model: m.market_card_asked_model
};

function ofApplication(
	call: Call,
	application: CardApplication,
	mine: ThreadCard['mine'],
	now: number
): Standing {
	const { status, reason } = application;
	const pending = status === 'pending';
	const stage = phase(call, now);
	const asked = pending && application.asked_again;
	const all = ['call.agree', 'call.confirm', 'call.reject', 'call.withdraw'] as const;
	const verbs: CardVerb[] = all.filter(
		(verb) =>
			mayApplication(verb, status, call, mine, now) &&
			(asked ? verb !== 'call.confirm' : verb !== 'call.agree')
	);
	// Who was told no, or withdrew, may apply again as long as the call is open.
	const again = status === 'withdrawn' && mine === 'model';
	if (again && mayCall('call.apply', call, 'model', now)) verbs.push('call.apply');
	return {
		chip: pending ? phaseChip(stage) : applicationChip(status),
		sentence: asked
			? ASKED[mine]()
			: mine === 'host'
				? outcome(application)
				: ending(status, reason, isOver(call.session, now)),
		closes: pending && verbs.length && stage !== 'closing' ? call.expires_at : null,
		verbs
	};
}
