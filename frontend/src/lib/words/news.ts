import type { BoardCall, Booking, MyApplication, Offer } from '#lib/protocol.ts';
import type { EventFrame } from '#lib/sync/frames.ts';
import { first } from './bookings.ts';
import { isolated, named } from './people.ts';
import { dayWithin, span } from './when.ts';

/** Something that happened just now and asks for an answer, with the way to it. */
export interface News {
	text: string;
	href: string;
	word: string;
	/** It stays until it is dismissed: what it asks does not go away by itself. */
	stays?: boolean;
}

interface About {
	me: string;
	now: number;
	zone: string;
}

/** What a frame means to a person who looks elsewhere; null: nothing that cannot wait. */
export function newsOf(frame: EventFrame, about: About): News | null {
	switch (frame.type) {
		case 'call.told':
			return ofCall(frame.data, about);
		case 'offer.changed':
			return ofOffer(frame.data, about);
		case 'booking.changed':
			return ofBooking(frame.data, about);
		case 'application.changed':
			return ofApplication(frame.data);
		default:
			return null;
	}
}

/** Where nothing is asked any more, as a frame without news says; see `NoticesStore.settled`. */
export function settledBy(frame: EventFrame): string | null {
	switch (frame.type) {
		case 'offer.changed':
		case 'booking.changed':
			return `/calendar/${frame.data.session.id}`;
		case 'host_call.changed':
			return `/calls/new?session=${frame.data.call.session.id}`;
		default:
			return null;
	}
}

function ofCall({ call, seen, application }: BoardCall, { now }: About): News | null {
	if (call.status !== 'active' || seen || application) return null;
	const left = span(Date.parse(call.expires_at) - now);
	return {
		text: `${named(call.host)} looks for a model: ${isolated(call.session.title)}, open for ${left}.`,
		href: `/calls/${call.id}`,
		word: 'Look'
	};
}

function ofOffer(offer: Offer, { me }: About): News | null {
	const { session, status, model } = offer;
	const evening = `/calendar/${session.id}`;
	if (model.id === me && status === 'sent') {
		return {
			text: `${named(session.host)} asks you for ${isolated(session.title)}.`,
			href: evening,
			word: 'Answer',
			stays: true
		};
	}
	if (model.id === me || (status !== 'accepted' && status !== 'declined')) return null;
	const words = status === 'accepted' ? 'said yes to' : 'cannot make';
	return { text: `${named(model)} ${words} ${isolated(session.title)}.`, href: evening, word: 'Look' };
}

function ofBooking(booking: Booking, { me, now, zone }: About): News | null {
	const { session, state, model, moved_to } = booking;
	const on = dayWithin(booking.starts_at, now, zone);
	if (Date.parse(booking.starts_at) <= now) return null;
	if (state === 'cancelled_by_model' && model.id !== me) {
		return {
			text: `${first(named(model))} cancelled ${on}. Open a call?`,
			href: `/calls/new?session=${session.id}`,
			word: 'Open a call',
			stays: true
		};
	}
	if (model.id !== me) return null;
	const href = `/calendar/${session.id}`;
	if (state === 'cancelled_by_host' && !session.cancelled) {
		return { text: `${named(session.host)} had to cancel ${on}.`, href, word: 'Look' };
	}
	if (state === 'cancelled_by_host') {
		return { text: `${isolated(session.title)} ${on} is off.`, href, word: 'Look' };
	}
	if (state !== 'confirmed' || !moved_to) return null;
	const host = named(session.host);
	return {
		text: `${host} moved ${isolated(session.title)}. Does it suit you?`,
		href,
		word: 'Answer',
		stays: true
	};
}

function ofApplication({ status, call }: MyApplication): News | null {
	if (status !== 'accepted') return null;
	const text = `You are booked for ${isolated(call.session.title)}.`;
	return { text, href: `/calendar/${call.session.id}`, word: 'Look' };
}
