import { m } from '#catalogue';
import type { Offer } from '#lib/protocol.ts';
import type { Chip, Tone } from './calls.ts';
import { isOver } from './bookings.ts';
import { named } from './people.ts';

type Side = 'host' | 'model';

const SENT: Record<Side, () => string> = {
	host: m.market_offer_waits,
	model: m.market_offer_for_you
};
const ENDED: Record<Exclude<Offer['status'], 'sent'>, [word: () => string, tone: Tone]> = {
	accepted: [m.market_booking_booked, 'good'],
	declined: [m.market_application_not_this_time, 'over'],
	withdrawn: [m.market_offer_taken_back, 'over'],
	expired: [m.market_offer_ran_out, 'over']
};

/** An offer counts down like a call: at zero nothing is accepted, and an event says the end. */
export function offerChip(offer: Offer, side: Side, now: number): Chip {
	if (offer.status !== 'sent') {
		const [word, tone] = ENDED[offer.status];
		return { word: word(), tone };
	}
	const left = Date.parse(offer.expires_at) - now;
	if (left <= 0 || offer.closing) return { word: m.market_call_closing(), tone: 'soon' };
	return { word: SENT[side](), tone: left <= 15 * 60_000 ? 'soon' : 'open' };
}

/** What it means for me, in a sentence. */
export function offerSentence(offer: Offer, side: Side, now: number): string {
	const host = named(offer.session.host);
	const model = named(offer.model);
	switch (offer.status) {
		case 'sent':
			return side === 'host'
				? m.market_offer_you_asked({ model })
				: m.market_offer_asks_you({ host });
		case 'accepted':
			if (side === 'host') return m.market_offer_said_yes({ model });
			return isOver(offer.session, now)
				? m.market_offer_you_said_yes()
				: m.market_offer_you_said_yes_soon();
		case 'declined':
			return side === 'host' ? m.market_offer_cannot_make({ model }) : m.market_offer_you_said_no();
		case 'withdrawn':
			return side === 'host'
				? m.market_offer_you_took_back()
				: m.market_offer_host_took_back({ host });
		case 'expired':
			return side === 'host' ? m.market_offer_ran_out_unanswered() : m.market_offer_it_ran_out();
	}
}
