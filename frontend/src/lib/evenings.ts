import { agenda, hosting, me } from './app.ts';
import type { SessionFields } from '#lib/parts/market/SessionForm.svelte';
import type { HostedSession } from './protocol.ts';
import { dayKey } from './words/when.ts';
import { foldOf, wallTime } from './words/zones.ts';

const DAY = 24 * 3_600_000;

/** The days that the agenda holds: from a month ago, for what is still to be rated, nearly a year on. */
export function aroundNow(now: number, zone: string): [from: string, to: string] {
	return [dayKey(now - 30 * DAY, zone), dayKey(now + 330 * DAY, zone)];
}

/** What pages about my evenings need, once. */
export function loadEvenings(now: number): void {
	if (!agenda.reading.done) void agenda.load(...aroundNow(now, me.it.time_zone));
	if (me.it.is_host && !hosting.reading.done) void hosting.load();
}

function asWire(fields: SessionFields) {
	return {
		title: fields.title.trim(),
		local_start: `${fields.date}T${fields.start}:00`,
		minutes: fields.minutes,
		time_zone: fields.zone,
		place: fields.place.trim(),
		district: fields.district.trim(),
		positions: fields.positions,
		is_public: fields.is_public,
		...(fields.fold !== null && { fold: fields.fold })
	};
}

/** Put an evening in the calendar; returns its id. */
export async function createSession(
	fields: SessionFields,
	key: (asked: unknown) => string
): Promise<string> {
	const asked = asWire(fields);
	const { session } = await agenda.create({ ...asked, key: key(asked) });
	return session;
}

/** Change what was changed: booked models are asked only where the time is another one. */
export async function updateSession(
	session: string,
	before: SessionFields,
	fields: SessionFields,
	key: (asked: unknown) => string
): Promise<void> {
	const [was, now] = [asWire(before), asWire(fields)];
	const same = (name: keyof typeof now) => was[name] === now[name];
	const changes = Object.fromEntries(
		Object.entries(now).filter(([name]) => !same(name as keyof typeof now))
	);
	// The two moments of a repeated hour differ in nothing else; said anew, it is said which one.
	if (changes.fold !== undefined) changes.local_start = now.local_start;
	else if (changes.local_start !== undefined || changes.time_zone !== undefined) {
		if (now.fold !== undefined) changes.fold = now.fold;
	}
	const asked = { session, ...changes };
	await agenda.update({ ...asked, key: key(asked) });
}

/** An evening of mine as its form holds it. */
export function fieldsOf(session: HostedSession): SessionFields {
	const starts = Date.parse(session.starts_at);
	const local = wallTime(starts, session.time_zone);
	return {
		title: session.title,
		date: local.slice(0, 10),
		start: local.slice(11),
		minutes: Math.round((Date.parse(session.ends_at) - starts) / 60_000),
		zone: session.time_zone,
		place: session.place ?? '',
		district: session.district,
		positions: session.positions,
		is_public: session.is_public,
		fold: foldOf(starts, session.time_zone)
	};
}
