import { currencyDigits } from '#lib/protocol.ts';
import type { Applicant, Call, Match, MyApplication, Session } from '#lib/protocol.ts';
import { isolated } from './people.ts';

export type Tone = 'open' | 'soon' | 'good' | 'over';

const SOON = 15 * 60_000;

export type CallPhase = 'open' | 'soon' | 'closing' | 'filled' | 'expired' | 'cancelled';

/**
 * Where a call stands by the server's clock. At zero it is `closing`: nothing can be done any
 * more, but only an event says how it ended.
 */
export function phase(call: Call, now: number): CallPhase {
	if (call.status !== 'active') return call.status;
	const left = Date.parse(call.expires_at) - now;
	if (left <= 0) return 'closing';
	return left <= SOON ? 'soon' : 'open';
}

export const PHASE: Record<CallPhase, { word: string; tone: Tone }> = {
	open: { word: 'Open', tone: 'open' },
	soon: { word: 'Closing soon', tone: 'soon' },
	closing: { word: 'Closing…', tone: 'soon' },
	filled: { word: 'Filled', tone: 'good' },
	expired: { word: 'Closed', tone: 'over' },
	cancelled: { word: 'Cancelled', tone: 'over' }
};

type Status = MyApplication['status'];

export const APPLICATION: Record<Status, { word: string; tone: Tone }> = {
	pending: { word: 'Applied', tone: 'open' },
	accepted: { word: 'Booked', tone: 'good' },
	rejected: { word: 'Not this time', tone: 'over' },
	withdrawn: { word: 'Withdrawn', tone: 'over' },
	expired: { word: 'Closed', tone: 'over' }
};

const ENDINGS: Partial<Record<string, string>> = {
	filled: 'This one went to someone else.',
	declined: 'The host decided for someone else.',
	conflict: 'You are booked elsewhere at that time.',
	cancelled: 'The host cancelled this call.',
	expired: 'The call closed before the host decided.',
	blocked: 'You two are not in contact any more.'
};

/** What became of my application, in a sentence to me. `over`: the evening is. */
export function ending(status: Status, reason: string, over: boolean): string {
	if (status === 'pending') return 'The host will decide before the call closes.';
	if (status === 'accepted') return over ? 'You were booked.' : 'You are booked. See you there!';
	if (status === 'withdrawn') return 'You withdrew.';
	return ENDINGS[reason] ?? 'This one is over.';
}

/** What became of an applicant, in a word to the host. */
export function outcome({ status, reason }: Pick<Applicant, 'status' | 'reason'>): string {
	if (status === 'accepted') return 'Booked';
	if (status === 'withdrawn') return 'Withdrew';
	if (status === 'pending') return 'Waiting for you';
	if (reason === 'conflict') return 'Booked elsewhere now';
	return reason === 'filled' ? 'Told it is filled' : 'Told it has closed';
}

const listed = new Intl.ListFormat('en-GB');

/** How a call of mine stands, by the bookings that there are. */
export function hostChip(phase: CallPhase, free: number): { word: string; tone: Tone } {
	return phase === 'filled' && free > 0 ? { word: 'Free again', tone: 'soon' } : PHASE[phase];
}

/** The same to a model, for whom filled is not the good end. */
export function modelChip(phase: CallPhase): { word: string; tone: Tone } {
	return phase === 'filled' ? { ...PHASE.filled, tone: 'over' } : PHASE[phase];
}

/** How a call of mine ended, in one sentence; those booked by name. */
export function courseEnd(phase: CallPhase, booked: string[], applied: number, free = 0): string {
	const names = listed.format(booked);
	if (phase === 'closing') return 'Closing…';
	if (phase === 'filled' && free > 0) {
		const again = `${free === 1 ? '1 place is' : `${free} places are`} free again.`;
		return names ? `You booked ${names}. ${again}` : `It was filled, and then cancelled: ${again}`;
	}
	if (phase === 'filled') return names ? `Filled: you booked ${names}.` : 'Every place is booked.';
	if (phase === 'cancelled') return 'You cancelled this call. Everybody who applied was told.';
	if (names) return `Closed. You booked ${names}, and everybody else was told.`;
	return applied
		? 'Closed without a decision. Everybody who applied was told.'
		: 'Closed, and nobody had applied.';
}

export function fee(amount: number | null, currency: string): string {
	if (amount === null) return 'Unpaid or by arrangement';
	const digits = digitsOf(currency);
	const unit = 10 ** digits;
	const fraction = amount % unit ? digits : 0;
	const shown = { minimumFractionDigits: fraction, maximumFractionDigits: fraction };
	try {
		const money = new Intl.NumberFormat('en-GB', { style: 'currency', currency, ...shown });
		return money.format(amount / unit);
	} catch {
		return `${(amount / unit).toFixed(fraction)} ${currency}`.trim();
	}
}

/** Digits after the decimal point of a currency: as the server counts, not as browsers show. */
export function digitsOf(currency: string): number {
	return currencyDigits[currency] ?? 2;
}

export function places(left: number): string {
	return left === 1 ? '1 place' : `${left} places`;
}

/** Where: the place for those who know it, the district for the others. */
export function where(session: Session): string {
	return [session.place ?? '', session.district].filter(Boolean).map(isolated).join(', ');
}

const STYLE_WORDS: Record<string, string> = {
	gesture: 'gesture',
	dynamic: 'dynamic',
	short: 'short poses',
	long: 'long poses',
	portrait: 'portrait',
	draped: 'draped',
	costume: 'costume',
	movement: 'movement'
};

export const POSE_STYLES = Object.keys(STYLE_WORDS);

export function poseStyle(style: string): string {
	return STYLE_WORDS[style] ?? style;
}

export const EXPERIENCE: Record<string, string> = {
	new: 'just starting',
	some: 'some experience',
	experienced: 'experienced'
};

export const LANGUAGES: Record<string, string> = { en: 'English', de: 'German' };

/** What a call asks for, a phrase each. */
export function asked(requirements: Call['requirements']): string[] {
	const { pose_style, min_rating, experience, languages } = requirements;
	const styles: string[] = pose_style ? [pose_style].flat() : [];
	const phrases = [
		styles.map(poseStyle).join(' or '),
		min_rating ? `rating from ${min_rating}` : '',
		experience ? (experience === 'experienced' ? 'experienced' : `${experience} experience`) : '',
		languages?.length
			? `speaks ${languages.map((l: string) => LANGUAGES[l] ?? l).join(' or ')}`
			: ''
	];
	return phrases.filter(Boolean);
}

const NEAR: Record<Match['near'][number]['requirement'], string> = {
	pose_style: 'with other poses',
	min_rating: 'with a lower rating',
	experience: 'with less experience',
	languages: 'with other languages',
	free: 'booked at that time'
};

/** "4 more with a lower rating: it needs 2, the nearest has 1.8" */
export function nearMiss(near: Match['near'][number], needs: number): string {
	const { requirement, count, best } = near;
	const words = `${count} more ${NEAR[requirement]}`;
	if (requirement !== 'min_rating') return words;
	return `${words}: it needs ${needs}, the nearest has ${best ?? 'none yet'}`;
}
