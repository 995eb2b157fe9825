import { intl } from '#lib/language.svelte.ts';

/** A number as it is written here, with so many decimals: 3.5, 3,5. */
export function figure(value: number, decimals?: number): string {
	const digits = decimals === undefined ? {} : { minimumFractionDigits: decimals };
	return new Intl.NumberFormat(intl(), { maximumFractionDigits: decimals ?? 2, ...digits }).format(
		value
	);
}
