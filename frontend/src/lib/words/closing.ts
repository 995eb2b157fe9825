import { dayKey } from './when.ts';
import { instant, wallTime } from './zones.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Nobody answers, and nobody decides, from then to then. */
const NIGHT = { from: 22, to: 9, last: '21:00', first: '10:00' };

/**
 * A good time for a call to close, by how far its evening is: never at night, time enough before
 * it begins for whoever is booked, and no longer open than people remember.
 */
export function sensibleDeadline(now: number, starts: number | null, zone: string): number {
	const left = starts === null ? 2 * DAY : starts - now;
	const wished = now + open(left);
	const at = Math.ceil(wished / QUARTER) * QUARTER;
	const latest = starts ?? Infinity;
	const awake = byDay(at, zone, now);
	return awake > now && awake <= latest ? awake : Math.min(at, latest);
}

/** For how long, of the time that is left. */
function open(left: number): number {
	if (left <= 4 * HOUR) return left / 2;
	if (left <= DAY) return Math.min(left - 2 * HOUR, left * 0.6);
	return Math.min(left - 12 * HOUR, 3 * DAY);
}

/** Moved to the evening before where that is still to come, else to the next morning. */
function byDay(at: number, zone: string, now: number): number {
	const hour = Number(wallTime(at, zone).slice(11, 13));
	if (hour >= NIGHT.to && hour < NIGHT.from) return at;
	const day = dayKey(hour < NIGHT.to ? at - 12 * HOUR : at, zone);
	const evening = instant(`${day}T${NIGHT.last}`, zone);
	if (evening >= now + 2 * HOUR) return evening;
	return instant(`${dayKey(evening + 12 * HOUR, zone)}T${NIGHT.first}`, zone);
}
