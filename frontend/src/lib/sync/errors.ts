import { m } from '#catalogue';
import type { ErrorObject, Receipt, StandingBooking, Terms } from '#lib/protocol.ts';
import { tooLate } from '#lib/words/receipts.ts';

/** As the server says it; newer servers, and the account's pages, know more codes than we do. */
export type Explained = Omit<ErrorObject, 'code'> & { code: string };

let worded = ({ message }: Explained): string => message;

/** Refusals come in English; this is who says them in other languages, once it has been loaded. */
export function wordRefusalsBy(words: (refusal: Explained) => string): void {
	worded = words;
}

/** The server said no, in a sentence that people can be shown. */
export class Refused extends Error {
	readonly code: string;
	readonly retry: boolean;
	readonly field: string | null;
	readonly reasons: string[];
	readonly afterMs: number | null;
	readonly receipt: Receipt | null;
	readonly bookings: StandingBooking[];
	/** What a yes would agree to now. */
	readonly terms: Terms | null;

	constructor(error: Explained) {
		super(error.message);
		this.code = error.code;
		this.retry = error.retry;
		this.field = error.field ?? null;
		this.reasons = error.reasons ?? [];
		this.afterMs = error.after_ms ?? null;
		this.receipt = error.receipt ?? null;
		this.bookings = error.bookings ?? [];
		this.terms = error.terms ?? null;
	}

	/** Just answered by the server, whose sentence is English. */
	static from(error: Explained): Refused {
		return new Refused({ ...error, message: worded(error) });
	}

	/** As it came, to be passed on. */
	object(): Explained {
		const { code, message, retry, field, reasons, afterMs, bookings, terms } = this;
		return { code, message, retry, field, reasons, after_ms: afterMs, bookings, terms };
	}
}

/** The question or its answer got lost: nobody knows whether it was done. Ask again, same key. */
export class Interrupted extends Error {
	constructor() {
		super(m.trouble_interrupted());
	}
}

/** What to tell a person about any failure. */
export function sentence(error: unknown): string {
	if (error instanceof Refused && error.receipt) {
		return `${error.message} ${tooLate(error.receipt)}`;
	}
	if (error instanceof Error && error.message) return error.message;
	return m.trouble_wrong();
}
