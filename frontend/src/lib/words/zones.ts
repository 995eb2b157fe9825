const zones = new Map<string, boolean>();
/** Years of four digits: dates of others are written another way. */
const FIRST = Date.UTC(1000, 0);
const LAST = Date.UTC(9999, 0);

/** Whether this browser knows a time zone; a newer one, or one that is none, it does not. */
export function isKnown(zone: string): boolean {
	let known = zones.get(zone);
	if (known === undefined) {
		try {
			known = Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
		} catch {
			known = false;
		}
		zones.set(zone, known);
	}
	return known;
}

export function orUtc(zone: string): string {
	return isKnown(zone) ? zone : 'UTC';
}

/** Minutes east of Greenwich that a zone is at a moment. */
function offset(at: number, zone: string): number {
	const parts = new Intl.DateTimeFormat('sv-SE', {
		timeZone: orUtc(zone),
		dateStyle: 'short',
		timeStyle: 'medium'
	}).format(at);
	return Math.round((Date.parse(`${parts.replace(' ', 'T')}Z`) - at) / 60_000);
}

/** The moment of a wall time in a zone, as 2026-11-24T19:00; the first of two where it repeats. */
export function instant(local: string, zone: string): number {
	const naive = Date.parse(`${local}Z`);
	const before = naive - offset(naive - 86_400_000, zone) * 60_000;
	const after = naive - offset(naive + 86_400_000, zone) * 60_000;
	const first = Math.min(before, after);
	return wallTime(first, zone) === local.slice(0, 16) ? first : Math.max(before, after);
}

/** The two moments of a wall time that comes twice because the clocks go back; else null. */
export function twice(local: string, zone: string): [number, number] | null {
	const naive = Date.parse(`${local}Z`);
	if (Number.isNaN(naive)) return null;
	const first = instant(local, zone);
	const second = naive - offset(naive + 86_400_000, zone) * 60_000;
	const both = wallTime(first, zone) === wallTime(second, zone);
	return both && second > first ? [first, second] : null;
}

/** Which of the two moments of its wall time this is; null where there is but one. */
export function foldOf(at: number, zone: string): 0 | 1 | null {
	const moments = twice(wallTime(at, zone), zone);
	if (!moments) return null;
	return at < moments[1] ? 0 : 1;
}

/** Hours from Greenwich as people write them: GMT+1. */
export function offsetName(at: number, zone: string): string {
	const options = { timeZone: orUtc(zone), timeZoneName: 'short', hour: 'numeric' } as const;
	const parts = new Intl.DateTimeFormat('en-GB', options).formatToParts(at);
	return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** The wall time of a moment in a zone, as an input of type datetime-local wants it. */
export function wallTime(at: number, zone: string): string {
	if (!(at > FIRST && at < LAST)) return '';
	return new Date(at + offset(at, zone) * 60_000).toISOString().slice(0, 16);
}

export function deviceZone(): string {
	return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** To choose from: those of this browser, and the one that is chosen, under whatever name. */
export function allZones(chosen: string): string[] {
	return [...new Set([chosen, ...Intl.supportedValuesOf('timeZone')])].sort();
}
