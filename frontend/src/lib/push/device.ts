import { Refused } from '#lib/sync/errors.ts';
import type { Line } from '#lib/sync/line.ts';
import { address, unsubscribe, type Address } from './subscription.ts';

/** As whom the server lists this browser. */
function named(known: Address) {
	return { ...known, name: navigator.userAgent.slice(0, 200) };
}

export async function register(line: Line, known: Address): Promise<void> {
	await line.ask('device.register', named(known));
}

/**
 * The server may have lost this browser's address, or know it as somebody else's; what was
 * removed on another device stays removed, and lets go here.
 */
export async function keep(line: Line): Promise<void> {
	const here = await address();
	if (!here) return;
	const { known } = await line.ask('device.register', { ...named(here), again: true });
	if (!known) await unsubscribe();
}

/** The server first: a browser that it still knows would be listed, and heard of nothing. */
export async function remove(line: Line): Promise<void> {
	const here = await address();
	if (here) await line.ask('device.remove', { endpoint: here.endpoint }).catch(unlessUnknown);
	await unsubscribe();
}

function unlessUnknown(error: unknown): void {
	if (!(error instanceof Refused && error.code === 'not_found')) throw error;
}
