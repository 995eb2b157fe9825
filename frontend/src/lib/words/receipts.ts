import type { Receipt } from '#lib/protocol.ts';

const UNITS = [
	{ ms: 86_400_000, word: 'd' },
	{ ms: 3_600_000, word: 'h' },
	{ ms: 60_000, word: 'min' },
	{ ms: 1_000, word: 's' }
];

/** "2 h 5 min", "3 min 12 s", "0.4 s": the two largest units of a length of time. */
export function span(ms: number): string {
	if (ms < 1_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
	const first = UNITS.findIndex((unit) => ms >= unit.ms);
	const parts = UNITS.slice(first, first + 2).map(({ ms: unit, word }, n) => {
		const left = n ? ms % (UNITS[first]?.ms ?? 1) : ms;
		return { count: Math.floor(left / unit), word };
	});
	return parts.flatMap(({ count, word }) => (count ? [`${count} ${word}`] : [])).join(' ');
}

/** What I applied with, as the server's clock has it. */
export function inTime({ margin_ms }: Receipt): string {
	return `In time by ${span(margin_ms)}.`;
}

/** What a refusal for a deadline adds: by how much it was missed. */
export function tooLate({ margin_ms }: Receipt): string {
	return `Too late by ${span(-margin_ms)}.`;
}
