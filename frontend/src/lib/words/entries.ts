import { m } from '#catalogue';
import { isVacant, type Entry } from '#lib/stores/agenda.svelte.ts';
import { first } from './bookings.ts';
import { named } from './people.ts';
import { freeIn } from './places.ts';

/** How an evening stands out in the calendar. */
export type EntryTone = 'vacant' | 'good' | 'soon' | 'over' | 'past';

export function entryTone({ session, bookings, hosting, ends_at }: Entry, now: number): EntryTone {
	if (session.cancelled) return 'over';
	const [mine] = hosting ? [] : bookings;
	if (mine && ['cancelled_by_host', 'cancelled_by_model', 'no_show'].includes(mine.state)) {
		return 'over';
	}
	if (Date.parse(ends_at) <= now) return 'past';
	if (bookings.some(({ state, moved_to }) => state === 'confirmed' && moved_to)) return 'soon';
	return hosting && isVacant(session, now) ? 'vacant' : 'good';
}

/** Who left an evening of mine lately, while their place is still free: "Mika cancelled". */
export function whoLeft({ session, bookings }: Entry): string {
	if (freeIn(session) <= 0) return '';
	const left = bookings.filter(({ state }) => state === 'cancelled_by_model');
	const [last] = left.toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1));
	return last ? m.market_person_cancelled({ name: first(named(last.model)) }) : '';
}
