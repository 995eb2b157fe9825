import { m } from '#catalogue';
import type { Call, MyApplication, Session, Terms } from '#lib/protocol.ts';
import { fee } from './calls.ts';
import { isolated } from './people.ts';
import { city, clockTime, exactly } from './when.ts';

/** What was on the screen when somebody said yes to it; `terms` names it. */
export interface Shown {
	terms: string;
	session: Pick<Session, 'title' | 'starts_at' | 'ends_at' | 'time_zone' | 'district' | 'place'>;
	fee_amount: number | null;
	fee_currency: string;
	note?: string;
}

/** What is another thing now than what was on the screen: one part for each. */
export function differences(shown: Shown, now: Terms): string[] {
	const { session } = shown;
	const time = !isSame(session.starts_at, now.starts_at) || !isSame(session.ends_at, now.ends_at);
	const before = fee(shown.fee_amount, shown.fee_currency);
	const after = fee(now.fee_amount, now.fee_currency);
	return [
		after !== before ? m.market_differs_fee({ after, before }) : '',
		time || session.time_zone !== now.time_zone ? m.market_differs_time({ time: when(now) }) : '',
		session.title !== now.title ? m.market_differs_title({ title: isolated(now.title) }) : '',
		session.district !== now.district
			? now.district
				? m.market_differs_district({ district: isolated(now.district) })
				: m.market_differs_no_district()
			: '',
		now.place !== null && session.place !== now.place
			? m.market_differs_place({ place: isolated(now.place) })
			: '',
		shown.note !== undefined && shown.note !== now.note
			? m.market_differs_note({ note: isolated(now.note) })
			: ''
	].filter(Boolean);
}

/** In a sentence, for who has said yes to something else. */
export function termsChanged(shown: Shown, now: Terms): string {
	const parts = differences(shown, now);
	return parts.length
		? m.market_terms_changed_what({ changes: parts.join('; ') })
		: m.market_terms_changed();
}

/** One instant has more than one spelling. */
function isSame(one: string, other: string): boolean {
	return Date.parse(one) === Date.parse(other);
}

function when({ starts_at, ends_at, time_zone }: Terms): string {
	const from = exactly(starts_at, time_zone);
	return m.market_terms_when({ from, to: clockTime(ends_at, time_zone), city: city(time_zone) });
}

/** The terms of an application on the day that it agreed to them; the title may not be among them. */
export function agreedTo(application: MyApplication, call: Call): Shown {
	const agreed = application.terms as Partial<Terms>;
	const session = { ...call.session, ...agreed, place: null };
	return {
		terms: '',
		session,
		fee_amount: agreed.fee_amount ?? null,
		fee_currency: agreed.fee_currency ?? ''
	};
}

/** The terms of a call as it is shown now. */
export function offered(call: Call): Terms {
	const { title, starts_at, ends_at, time_zone, district } = call.session;
	const { terms: version, fee_amount, fee_currency, note } = call;
	const place = null;
	return {
		version,
		title,
		starts_at,
		ends_at,
		time_zone,
		district,
		place,
		fee_amount,
		fee_currency,
		note
	};
}
