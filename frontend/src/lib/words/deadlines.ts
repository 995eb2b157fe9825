import type { Call } from '#lib/protocol.ts';

const MINUTE = 60_000;
/** This near to the deadline a host with applicants is asked whether to extend. */
const NEAR = 2 * MINUTE;
export const QUARTER = 15 * MINUTE;

/** Later deadlines that a call could have, the nearest first; none beyond the start. */
export function extensions(call: Call): { at: number; word: string }[] {
	const closes = Date.parse(call.expires_at);
	const starts = Date.parse(call.session.starts_at);
	const steps = [
		{ at: closes + QUARTER, word: '15 min more' },
		{ at: closes + 2 * QUARTER, word: '30 min more' },
		{ at: closes + 4 * QUARTER, word: '1 h more' },
		{ at: closes + 12 * QUARTER, word: '3 h more' }
	];
	const possible = steps.filter(({ at }) => at < starts);
	return closes < starts ? [...possible, { at: starts, word: 'Until it begins' }] : possible;
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
	return { words: `${pending} waiting. Extend ${minutes} min?`, at: next.at };
}
