import {
	machine,
	type Booking,
	type Call,
	type HostCall,
	type Offer,
	type Rule,
	type Session
} from '#lib/protocol.ts';
import { freeIn } from './places.ts';

type Actor = Rule['by'];
type When = Rule['when'];
type Times = Pick<Session, 'starts_at' | 'ends_at'>;

const DAY = 24 * 3_600_000;

/** What the machine of the server admits, so that a button is there exactly when it will do. */
function rule(verb: string, by: Actor): Rule | undefined {
	return machine.find((rule) => rule.verb === verb && rule.by === by);
}

/** By the same half-open clock as the server's: at the very deadline it is too late. */
function inTime(when: When, now: number, session: Times, deadline: string | null): boolean {
	if (when === 'before deadline') return deadline !== null && now < Date.parse(deadline);
	if (when === 'before start') return now < Date.parse(session.starts_at);
	if (when === 'any time') return true;
	const from = when.startsWith('after start') ? session.starts_at : session.ends_at;
	const days = /(\d+) days/.exec(when)?.[1];
	const until = days ? Date.parse(session.ends_at) + Number(days) * DAY : Infinity;
	return now >= Date.parse(from) && now < until;
}

function may(
	verb: string,
	by: Actor,
	state: string,
	now: number,
	session: Times,
	deadline: string | null = null
): boolean {
	const found = rule(verb, by);
	if (!found?.before.includes(state)) return false;
	return inTime(found.when, now, session, deadline);
}

export type CallVerb =
	'call.extend' | 'call.update' | 'call.cancel' | 'call.reopen' | 'call.invite' | 'call.apply';
export type ApplicationVerb =
	'call.agree' | 'call.withdraw' | 'call.shortlist' | 'call.reject' | 'call.confirm';
export type OfferVerb = 'offer.accept' | 'offer.decline' | 'offer.withdraw';
export type BookingVerb =
	'booking.agree' | 'booking.cancel' | 'booking.no_show' | 'booking.object' | 'booking.rate';
export type SessionVerb = 'session.update' | 'session.cancel' | 'call.open' | 'offer.send';

export function mayCall(verb: CallVerb, call: Call, by: Actor, now: number): boolean {
	return may(verb, by, call.status, now, call.session, call.expires_at);
}

/** Opening again needs a free place; how many are booked is known of one's own calls alone. */
export function mayReopen({ call, booked }: HostCall, now: number): boolean {
	const free = !call.session.cancelled && booked < call.session.positions;
	return free && mayCall('call.reopen', call, 'host', now);
}

/** What is still possible with an application: at the deadline of its call one only takes back. */
export function mayApplication(
	verb: ApplicationVerb,
	status: string,
	call: Call,
	by: Actor,
	now: number
): boolean {
	const open = call.status === 'active' && now < Date.parse(call.expires_at);
	return (
		(open || verb === 'call.withdraw') && may(verb, by, status, now, call.session, call.expires_at)
	);
}

export function mayOffer(verb: OfferVerb, offer: Offer, by: Actor, now: number): boolean {
	return !offer.closing && may(verb, by, offer.status, now, offer.session, offer.expires_at);
}

export function mayBooking(verb: BookingVerb, booking: Booking, by: Actor, now: number): boolean {
	if (verb === 'booking.agree' && !booking.moved_to) return false;
	if (verb === 'booking.rate' && booking.my_stars !== null) return false;
	return may(verb, by, booking.state, now, agreedTimes(booking));
}

/** When it is, as its model has agreed; while they are asked, the earlier start counts. */
function agreedTimes({ starts_at, ends_at, moved_to }: Booking): Times {
	const asked = moved_to?.[0] ?? starts_at;
	return { starts_at: asked < starts_at ? asked : starts_at, ends_at };
}

export function maySession(verb: SessionVerb, session: Session, now: number): boolean {
	const state = session.cancelled ? 'cancelled' : 'planned';
	const asks = verb === 'call.open' || verb === 'offer.send';
	return (!asks || hasPlace(session)) && may(verb, 'host', state, now, session);
}

function hasPlace(session: Session): boolean {
	return !session.cancelled && freeIn(session) > 0;
}
