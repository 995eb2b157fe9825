import type { Entry } from '#lib/stores/agenda.svelte.ts';
import { intl } from '#lib/language.svelte.ts';
import { dayKey } from './when.ts';

const DAY = 24 * 3_600_000;

export interface MonthDay {
	/** 2026-11-24 */
	key: string;
	number: number;
	/** Of the month itself, not of its neighbours. */
	inside: boolean;
	entries: Entry[];
}

/** "2026-11" and so many months on. */
export function shiftMonth(month: string, by: number): string {
	const [year = 0, number = 1] = month.split('-').map(Number);
	return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** November 2026 */
export function monthName(month: string): string {
	const options = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
	const first = Date.parse(`${month}-01`);
	return Number.isNaN(first) ? '' : new Intl.DateTimeFormat(intl(), options).format(first);
}

/** Mon, Tue, ..., from Monday on. */
export function weekdays(): string[] {
	const name = new Intl.DateTimeFormat(intl(), { weekday: 'short', timeZone: 'UTC' });
	const monday = Date.UTC(2026, 0, 5);
	return Array.from({ length: 7 }, (_, i) => name.format(monday + i * DAY));
}

/** The weeks of a month from Monday on, whole; each day with what is on it. */
export function weeksOf(month: string, entries: Entry[], zone: string): MonthDay[][] {
	const byDay = Map.groupBy(entries, ({ starts_at }) => dayKey(starts_at, zone));
	const first = Date.parse(`${month}-01`);
	const monday = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY;
	const end = Date.parse(`${shiftMonth(month, 1)}-01`);
	const weeks: MonthDay[][] = [];
	for (let week = monday; week < end; week += 7 * DAY) {
		weeks.push(
			Array.from({ length: 7 }, (_, i) => {
				const key = new Date(week + i * DAY).toISOString().slice(0, 10);
				const inside = key.startsWith(month);
				return { key, number: Number(key.slice(8)), inside, entries: byDay.get(key) ?? [] };
			})
		);
	}
	return weeks;
}
