import { m } from '#catalogue';
import { intl } from '#lib/language.svelte.ts';
import type { Session } from '#lib/protocol.ts';
import { isKnown, orUtc } from './zones.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The furthest moment from 1970 that a date can hold, and what stands for one that it cannot. */
const LAST = 8.64e15;
const NEVER = '–';

type Format = Intl.DateTimeFormatOptions;
const NUMERIC: Format = { day: '2-digit', month: '2-digit', year: 'numeric' };
const formats = new Map<string, Intl.DateTimeFormat>();

function format(
	time: number | string,
	zone: string,
	options: Format,
	locale: string = intl()
): string {
	const name = `${locale} ${zone} ${JSON.stringify(options)}`;
	let known = formats.get(name);
	if (!known) {
		known = new Intl.DateTimeFormat(locale, { timeZone: orUtc(zone), ...options });
		formats.set(name, known);
	}
	const at = typeof time === 'string' ? Date.parse(time) : time;
	return Number.isFinite(at) && Math.abs(at) <= LAST ? known.format(at) : NEVER;
}

const QUARTER = 15 * MINUTE;
const days = new Map<string, string>();

/** The day in a zone, as 2026-11-24: equal strings are equal days. */
export function dayKey(time: number | string, zone: string): string {
	const at = typeof time === 'string' ? Date.parse(time) : time;
	// Zones differ by quarters of an hour: within one, it is the same day everywhere.
	const quarter = `${Math.floor(at / QUARTER)} ${zone}`;
	let known = days.get(quarter);
	if (!known) {
		const [day, month, year] = format(at, zone, NUMERIC, 'en-GB').split('/');
		days.set(quarter, (known = `${year}-${month}-${day}`));
	}
	return known;
}

/** 19:00 */
export function clockTime(time: number | string, zone: string): string {
	return format(time, zone, { hour: '2-digit', minute: '2-digit' });
}

function daysApart(time: number | string, now: number, zone: string): number {
	return Math.round((Date.parse(dayKey(time, zone)) - Date.parse(dayKey(now, zone))) / DAY);
}

/** Tonight, tomorrow, Tue, Tue 8 Dec, Tue 8 Dec 2027 */
export function day(time: number | string, now: number, zone: string): string {
	const apart = daysApart(time, now, zone);
	if (apart === 0) return m.common_today();
	if (apart === 1) return m.common_tomorrow();
	if (apart === -1) return m.common_yesterday();
	if (apart > 1 && apart < 7) return format(time, zone, { weekday: 'long' });
	return date(time, now, zone, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** A date, with its year where that is another than now. */
function date(time: number | string, now: number, zone: string, options: Format): string {
	const same = dayKey(time, zone).slice(0, 4) === dayKey(now, zone).slice(0, 4);
	return withoutComma(format(time, zone, same ? options : { ...options, year: 'numeric' }));
}

/** British dates are written without one. */
function withoutComma(date: string): string {
	return intl() === 'en-GB' ? date.replace(',', '') : date;
}

/** The same within a sentence: today, tomorrow, but Tuesday. */
export function dayWithin(time: number | string, now: number, zone: string): string {
	const apart = daysApart(time, now, zone);
	if (apart === 0) return m.common_today_within();
	if (apart === 1) return m.common_tomorrow_within();
	return apart === -1 ? m.common_yesterday_within() : day(time, now, zone);
}

/** 16:00, tomorrow 16:00, Tue 1 Dec 16:00: a moment, with its day unless that is today. */
export function moment(time: number | string, now: number, zone: string): string {
	const on = daysApart(time, now, zone) === 0 ? '' : `${dayWithin(time, now, zone)} `;
	return on + clockTime(time, zone);
}

/** Until 16:00, until tomorrow 16:00, until Tue 1 Dec 16:00. */
export function until(time: string, now: number, zone: string): string {
	return m.common_until({ moment: moment(time, now, zone) });
}

/** Tuesday 24 November: the heading of a day in the agenda. */
export function wholeDay(time: number | string, now: number, zone: string): string {
	return date(time, now, zone, { weekday: 'long', day: 'numeric', month: 'long' });
}

/** How long ago a row of the inbox spoke: 14:05, Yesterday, Tue, 8 Dec. */
export function lately(time: string, now: number, zone: string): string {
	const apart = daysApart(time, now, zone);
	if (apart >= 0) return clockTime(time, zone);
	if (apart === -1) return m.common_yesterday();
	if (apart > -7) return format(time, zone, { weekday: 'short' });
	const same = dayKey(time, zone).slice(0, 4) === dayKey(now, zone).slice(0, 4);
	const date: Format = { day: 'numeric', month: 'short' };
	return format(time, zone, same ? date : { ...date, year: '2-digit' });
}

/** Tue 24 Nov 2026 19:00: for who wants to know it to the minute. */
export function exactly(time: string, zone: string): string {
	const date: Format = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' };
	return `${withoutComma(format(time, zone, date))} ${clockTime(time, zone)}`;
}

/** Tuesday 19:00–21:30, by the reader's clock; where the session's own differs, that too. */
export function sessionTime(session: Session, now: number, zone: string): string {
	const { starts_at, ends_at, time_zone } = session;
	const from = clockTime(starts_at, zone);
	const mine = `${day(starts_at, now, zone)} ${from}–${clockTime(ends_at, zone)}`;
	const there = elsewhere(starts_at, time_zone, zone);
	return there ? m.common_your_time({ time: mine, there }) : mine;
}

/**
 * By the clock of where it is, if that is another than the reader's: 19:00 in Tokyo, and where it
 * is another day there, Tue 8 Dec 20:00 in Los Angeles.
 */
export function elsewhere(time: string, there: string, zone: string): string {
	if (!isKnown(there)) return '';
	const clock = clockTime(time, there);
	const sameDay = dayKey(time, there) === dayKey(time, zone);
	if (sameDay && clock === clockTime(time, zone)) return '';
	const date: Format = { weekday: 'short', day: 'numeric', month: 'short' };
	const on = sameDay ? '' : `${withoutComma(format(time, there, date))} `;
	return m.common_there({ time: on + clock, city: city(there) });
}

/** Europe/Berlin -> Berlin */
export function city(zone: string): string {
	return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** What is left, in words: 45 s, 12 min, 3 h 05 min, 2 days. */
export function span(milliseconds: number): string {
	const left = Math.max(0, milliseconds);
	if (left < MINUTE) return m.common_seconds({ count: Math.ceil(left / 1000) });
	if (left < HOUR) return m.common_minutes({ count: Math.floor(left / MINUTE) });
	if (left >= 2 * DAY) return m.common_days({ count: Math.floor(left / DAY) });
	const minutes = Math.floor((left % HOUR) / MINUTE);
	const hours = Math.floor(left / HOUR);
	return minutes ? m.common_hours_minutes({ hours, minutes }) : m.common_hours({ count: hours });
}

/** What is left, as a clock: 0:45, 12:07; above an hour in words. */
export function countdown(milliseconds: number): string {
	if (milliseconds >= HOUR) return span(milliseconds);
	const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
