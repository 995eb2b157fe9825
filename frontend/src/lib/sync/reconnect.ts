import type { Bye } from '#lib/protocol.ts';
import { Refused } from './errors.ts';

const FIRST = 500;
const LONGEST = 30_000;

/** Full jitter: everybody waits a different time, so nobody comes back as a crowd. */
export class Backoff {
	#attempt = 0;

	next(): number {
		const ceiling = Math.min(LONGEST, FIRST * 2 ** this.#attempt);
		this.#attempt += 1;
		return Math.random() * ceiling;
	}

	/** How long to wait after this error: as the server has asked, or longer each time. */
	after(error: unknown): number {
		const asked = error instanceof Refused ? error.afterMs : null;
		return asked ?? Math.max(200, this.next());
	}

	reset(): void {
		this.#attempt = 0;
	}
}

export type AfterClose =
	| { what: 'resume'; wait: number | 'backoff'; atLeast?: number }
	| { what: 'signed-out' }
	/** Wrong is only a page that the server has replaced: any other comes back after a while. */
	| { what: 'check'; wait: number }
	| { what: 'stop' };

/** What a close means for this tab: the table in the protocol, line by line. */
export function afterClose(code: number, bye?: Bye): AfterClose {
	switch (code) {
		case 4400:
		case 4413:
			return { what: 'check', wait: within([LONGEST, 2 * LONGEST]) };
		case 4401:
		case 4403:
			return { what: 'signed-out' };
		case 4409:
			return { what: 'stop' };
		case 4408:
		case 4452:
			return { what: 'resume', wait: 0 };
		case 1012:
			return { what: 'resume', wait: bye ? within(bye.retry_ms) : 'backoff' };
		case 4429:
			return { what: 'resume', wait: within(bye?.retry_ms ?? [LONGEST, 2 * LONGEST]) };
		default:
			return { what: 'resume', wait: 'backoff', ...(bye && { atLeast: within(bye.retry_ms) }) };
	}
}

function within([from = 0, to = from]: number[]): number {
	return from + Math.random() * (to - from);
}
