import type { Offer } from '#lib/protocol.ts';
import type { Tone } from './calls.ts';
import { isOver } from './bookings.ts';
import { named } from './people.ts';

type Side = 'host' | 'model';

const SENT: Record<Side, string> = { host: 'Waits for an answer', model: 'For you' };
const ENDED: Record<Exclude<Offer['status'], 'sent'>, { word: string; tone: Tone }> = {
	accepted: { word: 'Booked', tone: 'good' },
	declined: { word: 'Not this time', tone: 'over' },
	withdrawn: { word: 'Taken back', tone: 'over' },
	expired: { word: 'Ran out', tone: 'over' }
};

/** An offer counts down like a call: at zero nothing is accepted, and an event says the end. */
export function offerChip(offer: Offer, side: Side, now: number): { word: string; tone: Tone } {
	if (offer.status !== 'sent') return ENDED[offer.status];
	const left = Date.parse(offer.expires_at) - now;
	if (left <= 0 || offer.closing) return { word: 'Closing…', tone: 'soon' };
	return { word: SENT[side], tone: left <= 15 * 60_000 ? 'soon' : 'open' };
}

/** What it means for me, in a sentence. */
export function offerSentence(offer: Offer, side: Side, now: number): string {
	const host = named(offer.session.host);
	const model = named(offer.model);
	switch (offer.status) {
		case 'sent':
			return side === 'host' ? `You asked ${model}.` : `${host} asks you for this evening.`;
		case 'accepted':
			if (side === 'host') return `${model} said yes.`;
			return isOver(offer.session, now) ? 'You said yes.' : 'You said yes. See you there!';
		case 'declined':
			return side === 'host' ? `${model} cannot make it this time.` : 'You said no, thank you.';
		case 'withdrawn':
			return side === 'host' ? 'You took it back.' : `${host} took it back.`;
		case 'expired':
			return side === 'host' ? 'It ran out without an answer.' : 'It ran out.';
	}
}
