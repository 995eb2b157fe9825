import { m } from '#catalogue';
import type { Receipt } from '#lib/protocol.ts';
import { figure } from './figures.ts';

const UNITS = [
	{ ms: 86_400_000, said: m.market_unit_days },
	{ ms: 3_600_000, said: m.common_hours },
	{ ms: 60_000, said: m.common_minutes },
	{ ms: 1_000, said: m.common_seconds }
];

/** "2 h 5 min", "3 min 12 s", "0.4 s": the two largest units of a length of time. */
export function span(ms: number): string {
	if (ms < 1_000) return m.common_seconds({ count: figure(Math.floor(ms / 100) / 10, 1) });
	const first = UNITS.findIndex((unit) => ms >= unit.ms);
	const parts = UNITS.slice(first, first + 2).map(({ ms: unit, said }, n) => {
		const left = n ? ms % (UNITS[first]?.ms ?? 1) : ms;
		return { count: Math.floor(left / unit), said };
	});
	return parts.flatMap(({ count, said }) => (count ? [said({ count })] : [])).join(' ');
}

/** What I applied with, as the server's clock has it. */
export function inTime({ margin_ms }: Receipt): string {
	return m.market_in_time_by({ span: span(margin_ms) });
}

/** What a refusal for a deadline adds: by how much it was missed. */
export function tooLate({ margin_ms }: Receipt): string {
	return m.market_too_late_by({ span: span(-margin_ms) });
}
