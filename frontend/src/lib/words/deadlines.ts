import { m } from '#catalogue';
import type { Call } from '#lib/protocol.ts';

const MINUTE = 60_000;
/** This near to the deadline a host with applicants is asked whether to extend. */
const NEAR = 2 * MINUTE;
export const QUARTER = 15 * MINUTE;

/** A later deadline: by so many minutes, or until the start. */
interface Extension {
	by: '15' | '30' | '60' | '180' | 'start';
	at: number;
	word: string;
}

/** Later deadlines that a call could have, the nearest first; none beyond the start. */
export function extensions(call: Call): Extension[] {
	const closes = Date.parse(call.expires_at);
	const starts = Date.parse(call.session.starts_at);
	const steps: Extension[] = [
		{ by: '15', at: closes + QUARTER, word: m.market_extend_15_min() },
		{ by: '30', at: closes + 2 * QUARTER, word: m.market_extend_30_min() },
		{ by: '60', at: closes + 4 * QUARTER, word: m.market_extend_1_h() },
		{ by: '180', at: closes + 12 * QUARTER, word: m.market_extend_3_h() }
	];
	const possible = steps.filter(({ at }) => at < starts);
	return closes < starts
		? [...possible, { by: 'start', at: starts, word: m.market_extend_until_start() }]
		: possible;
}

/** What to ask a host two minutes before the deadline: "3 waiting. Extend 15 min?" */
export function lastCall(
	call: Call,
	pending: number,
	now: number
): { words: string; at: number } | null {
	const left = Date.parse(call.expires_at) - now;
	if (call.status !== 'active' || !pending || left <= 0 || left > NEAR) return null;
	const [next] = extensions(call);
	if (!next) return null;
	const minutes = Math.round((next.at - Date.parse(call.expires_at)) / MINUTE);
	return { words: m.market_last_call_question({ count: pending, minutes }), at: next.at };
}
