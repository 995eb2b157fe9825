import type { Message } from '#lib/protocol.ts';
import type { Outgoing } from '#lib/sync/outbox.ts';
import { day, dayKey } from './when.ts';

const TOGETHER = 60_000;

/** A message in the list, with what stands above it and how it joins its neighbours. */
export interface Row {
	key: string;
	message: Message | null;
	/** Instead of a message: one of mine on its way. */
	pending: Outgoing | null;
	mine: boolean;
	/** A line above: the day begins. */
	day: string | null;
	/** A line above: what follows was new when the conversation was opened. */
	isNew: boolean;
	/** First and last of a group by one person within a minute. */
	first: boolean;
	last: boolean;
}

interface About {
	me: string;
	zone: string;
	now: number;
	/** What follows this number was new when one came; null: nothing was. */
	newAfter: number | null;
}

/** What was made before: of a long thread next to nothing changes with a message. */
export class Kept {
	#rows = new WeakMap<Message, Row>();

	/** The row as it was, where it is the same: what shows it is not drawn again. */
	same(row: Row): Row {
		if (!row.message) return row;
		const known = this.#rows.get(row.message);
		if (known && SHOWN.every((field) => known[field] === row[field])) return known;
		this.#rows.set(row.message, row);
		return row;
	}
}

/** The rows of a thread: messages in order, and after them what is on its way. */
export function rowsOf(
	messages: readonly Message[],
	outgoing: readonly Outgoing[],
	{ me, zone, now, newAfter }: About,
	kept = new Kept()
): Row[] {
	const arrived = new Set(messages.slice(-200).map((message) => message.key));
	const rows: Row[] = messages.map((message) => ({
		...PLAIN,
		// A bubble that was pending keeps its key, and so its place and its height.
		key: message.key ?? String(message.number),
		message,
		mine: message.sender === me
	}));
	for (const pending of outgoing) {
		if (!arrived.has(pending.key)) rows.push({ ...PLAIN, key: pending.key, pending, mine: true });
	}
	let lineDrawn = false;
	rows.forEach((row, at) => {
		const before = rows[at - 1];
		const changed = !before || dayKey(timeOf(before), zone) !== dayKey(timeOf(row), zone);
		if (changed) row.day = day(timeOf(row), now, zone);
		const isNew = newAfter && row.message && !row.mine && row.message.number > newAfter;
		if (isNew && !lineDrawn) row.isNew = lineDrawn = true;
		row.first = !before || changed || row.isNew || !together(before, row);
		if (before) before.last = row.first;
	});
	return rows.map((row) => kept.same(row));
}

const SHOWN = ['key', 'mine', 'day', 'isNew', 'first', 'last'] as const;
const PLAIN = {
	message: null,
	pending: null,
	mine: false,
	day: null,
	isNew: false,
	first: true,
	last: true
};

function timeOf(row: Row): number {
	return row.message ? Date.parse(row.message.created_at) : (row.pending?.written_at ?? 0);
}

function together(before: Row, row: Row): boolean {
	if (isSystem(before) || isSystem(row)) return false;
	const sender = (r: Row) => (r.mine ? 'me' : r.message?.sender);
	return sender(before) === sender(row) && timeOf(row) - timeOf(before) <= TOGETHER;
}

function isSystem(row: Row): boolean {
	return row.message?.kind === 'system_notification';
}

/** By the newest row of mine that each has read: who they are. */
export function lastRead(
	rows: readonly Row[],
	readers: Readonly<Record<string, number>>
): Map<string, string[]> {
	const found = new Map<string, string[]>();
	for (const [person, number] of Object.entries(readers)) {
		const last = rows.findLast((r) => r.mine && r.message && r.message.number <= number);
		if (last) found.set(last.key, [...(found.get(last.key) ?? []), person]);
	}
	return found;
}
