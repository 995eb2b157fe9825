import { m } from '#catalogue';
import { currencyDigits } from '#lib/protocol.ts';
import type { Applicant, Call, Match, MyApplication, Session } from '#lib/protocol.ts';
import { figure } from './figures.ts';
import { intl, languageName } from '#lib/language.svelte.ts';
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

/** A state in a word, and how it looks. */
export interface Chip {
	word: string;
	tone: Tone;
}

const PHASES: Record<CallPhase, [word: () => string, tone: Tone]> = {
	open: [m.market_phase_open, 'open'],
	soon: [m.market_phase_soon, 'soon'],
	closing: [m.market_call_closing, 'soon'],
	filled: [m.market_phase_filled, 'good'],
	expired: [m.market_phase_closed, 'over'],
	cancelled: [m.market_state_cancelled, 'over']
};

export function phaseChip(phase: CallPhase): Chip {
	const [word, tone] = PHASES[phase];
	return { word: word(), tone };
}

type Status = MyApplication['status'];

const APPLICATIONS: Record<Status, [word: () => string, tone: Tone]> = {
	pending: [m.market_application_applied, 'open'],
	accepted: [m.market_booking_booked, 'good'],
	rejected: [m.market_application_not_this_time, 'over'],
	withdrawn: [m.market_application_withdrawn, 'over'],
	expired: [m.market_phase_closed, 'over']
};

export function applicationChip(status: Status): Chip {
	const [word, tone] = APPLICATIONS[status];
	return { word: word(), tone };
}

const ENDINGS: Partial<Record<string, () => string>> = {
	filled: m.market_went_to_someone_else,
	declined: m.market_ending_declined,
	conflict: m.market_ending_conflict,
	cancelled: m.market_ending_cancelled,
	expired: m.market_ending_expired,
	blocked: m.market_ending_blocked
};

/** What became of my application, in a sentence to me. `over`: the evening is. */
export function ending(status: Status, reason: string, over: boolean): string {
	if (status === 'pending') return m.market_ending_pending();
	if (status === 'accepted') return over ? m.market_you_were_booked() : m.market_ending_accepted();
	if (status === 'withdrawn') return m.market_you_withdrew();
	return (ENDINGS[reason] ?? m.market_ending_over)();
}

/** What a call came to that is not open any more, to somebody who is not in it. */
export function closed(phase: CallPhase): string {
	return phase === 'filled' ? m.market_went_to_someone_else() : m.market_call_has_closed();
}

/** What became of an applicant, in a word to the host. */
export function outcome({ status, reason }: Pick<Applicant, 'status' | 'reason'>): string {
	if (status === 'accepted') return m.market_booking_booked();
	if (status === 'withdrawn') return m.market_outcome_withdrew();
	if (status === 'pending') return m.market_outcome_waiting();
	if (reason === 'conflict') return m.market_outcome_elsewhere();
	return reason === 'filled' ? m.market_outcome_told_filled() : m.market_outcome_told_closed();
}

/** "Ana, Jane and Mika", or with "or". */
export function listed(
	words: string[],
	type: 'conjunction' | 'disjunction' = 'conjunction'
): string {
	return new Intl.ListFormat(intl(), { type }).format(words);
}

/** How a call of mine stands, by the bookings that there are. */
export function hostChip(phase: CallPhase, free: number): Chip {
	return phase === 'filled' && free > 0
		? { word: m.market_free_again(), tone: 'soon' }
		: phaseChip(phase);
}

/** The same to a model, for whom filled is not the good end. */
export function modelChip(phase: CallPhase): Chip {
	return phase === 'filled' ? { ...phaseChip(phase), tone: 'over' } : phaseChip(phase);
}

/** How a call of mine ended, in one sentence; those booked by name. */
export function courseEnd(phase: CallPhase, booked: string[], applied: number, free = 0): string {
	const names = listed(booked);
	if (phase === 'closing') return m.market_call_closing();
	if (phase === 'filled' && free > 0) {
		return names
			? m.market_course_booked_free_again({ names, count: free })
			: m.market_course_free_again({ count: free });
	}
	if (phase === 'filled')
		return names ? m.market_course_filled_by({ names }) : m.market_course_all_booked();
	if (phase === 'cancelled') return m.market_course_cancelled();
	if (names) return m.market_course_closed_booked({ names });
	return applied ? m.market_course_closed_undecided() : m.market_course_closed_nobody();
}

export function fee(amount: number | null, currency: string): string {
	if (amount === null) return m.market_fee_open();
	const digits = digitsOf(currency);
	const unit = 10 ** digits;
	const fraction = amount % unit ? digits : 0;
	const shown = { minimumFractionDigits: fraction, maximumFractionDigits: fraction };
	try {
		const money = new Intl.NumberFormat(intl(), { style: 'currency', currency, ...shown });
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
	return m.market_places({ count: left });
}

/** Where: the place for those who know it, the district for the others. */
export function where(session: Session): string {
	return [session.place ?? '', session.district].filter(Boolean).map(isolated).join(', ');
}

const STYLE_WORDS: Record<string, () => string> = {
	gesture: m.market_style_gesture,
	dynamic: m.market_style_dynamic,
	short: m.market_style_short,
	long: m.market_style_long,
	portrait: m.market_style_portrait,
	draped: m.market_style_draped,
	costume: m.market_style_costume,
	movement: m.market_style_movement
};

export const POSE_STYLES = Object.keys(STYLE_WORDS);

export function poseStyle(style: string): string {
	return STYLE_WORDS[style]?.() ?? style;
}

const EXPERIENCE: Record<string, () => string> = {
	new: m.market_experience_new,
	some: m.market_experience_some,
	experienced: m.market_experience_much
};

/** How much a model has done, the least first. */
export const EXPERIENCES = Object.keys(EXPERIENCE);

export function experienceOf(code: string): string {
	return EXPERIENCE[code]?.() ?? code;
}

/** What people can say that they speak. */
export const LANGUAGES = ['en', 'de'];

/** What a call asks for, a phrase each. */
export function asked(requirements: Call['requirements']): string[] {
	const { pose_style, min_rating, experience, languages } = requirements;
	const styles: string[] = pose_style ? [pose_style].flat() : [];
	const phrases = [
		listed(styles.map(poseStyle), 'disjunction'),
		min_rating ? m.market_asked_rating({ rating: figure(min_rating) }) : '',
		experience ? experienceOf(experience) : '',
		languages?.length
			? m.market_asked_speaks({
					languages: listed(
						languages.map((code: string) => languageName(code)),
						'disjunction'
					)
				})
			: ''
	];
	return phrases.filter(Boolean);
}

type Near = Match['near'][number];
const NEAR: Record<
	Exclude<Near['requirement'], 'min_rating'>,
	(of: { count: number }) => string
> = {
	pose_style: m.market_near_pose_style,
	experience: m.market_near_experience,
	languages: m.market_near_languages,
	free: m.market_near_free
};

/** "4 more with a lower rating: it needs 2, the nearest has 1.8" */
export function nearMiss(near: Near, needs: number): string {
	const { requirement, count, best } = near;
	if (requirement !== 'min_rating') return NEAR[requirement]({ count });
	const asked = { count, needs: figure(needs) };
	return best === null || best === undefined
		? m.market_near_unrated(asked)
		: m.market_near_min_rating({ ...asked, best: figure(best) });
}
