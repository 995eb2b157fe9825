import { m } from '#catalogue';
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
		text: m.market_news_looks_for_model({
			host: named(call.host),
			title: isolated(call.session.title),
			left
		}),
		href: `/calls/${call.id}`,
		word: m.market_look()
	};
}

function ofOffer(offer: Offer, { me }: About): News | null {
	const { session, status, model } = offer;
	const evening = `/calendar/${session.id}`;
	if (model.id === me && status === 'sent') {
		return {
			text: m.market_news_asks_you({ host: named(session.host), title: isolated(session.title) }),
			href: evening,
			word: m.market_answer(),
			stays: true
		};
	}
	if (model.id === me || (status !== 'accepted' && status !== 'declined')) return null;
	const text = (status === 'accepted' ? m.market_news_said_yes : m.market_news_cannot_make)({
		model: named(model),
		title: isolated(session.title)
	});
	return { text, href: evening, word: m.market_look() };
}

function ofBooking(booking: Booking, { me, now, zone }: About): News | null {
	const { session, state, model, moved_to } = booking;
	const on = dayWithin(booking.starts_at, now, zone);
	if (Date.parse(booking.starts_at) <= now) return null;
	if (state === 'cancelled_by_model' && model.id !== me) {
		return {
			text: m.market_news_model_cancelled({ name: first(named(model)), day: on }),
			href: `/calls/new?session=${session.id}`,
			word: m.market_open_a_call(),
			stays: true
		};
	}
	if (model.id !== me) return null;
	const href = `/calendar/${session.id}`;
	if (state === 'cancelled_by_host' && !session.cancelled) {
		return {
			text: m.market_news_host_cancelled({ host: named(session.host), day: on }),
			href,
			word: m.market_look()
		};
	}
	if (state === 'cancelled_by_host') {
		return {
			text: m.market_news_is_off({ title: isolated(session.title), day: on }),
			href,
			word: m.market_look()
		};
	}
	if (state !== 'confirmed' || !moved_to) return null;
	const host = named(session.host);
	return {
		text: m.market_news_moved({ host, title: isolated(session.title) }),
		href,
		word: m.market_answer(),
		stays: true
	};
}

function ofApplication({ status, call }: MyApplication): News | null {
	if (status !== 'accepted') return null;
	const text = m.market_news_booked({ title: isolated(call.session.title) });
	return { text, href: `/calendar/${call.session.id}`, word: m.market_look() };
}
