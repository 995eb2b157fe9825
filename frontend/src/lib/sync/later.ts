import { m } from '#catalogue';
import { Interrupted } from './errors.ts';

const AGAIN_AFTER = [300, 1_500];

/** A part of the page is not on the server any more: there is a newer one of the whole. */
export class Outdated extends Error {
	constructor() {
		super(m.trouble_part());
	}
}

/**
 * Load a part of the page that most visits never need. Tried again a little later; raises
 * `Interrupted` without a network, and `Outdated` where only a new page will help.
 */
export async function later<Part>(part: () => Promise<Part>): Promise<Part> {
	for (const wait of AGAIN_AFTER) {
		try {
			return await part();
		} catch {
			await new Promise((resolve) => setTimeout(resolve, wait));
		}
	}
	try {
		return await part();
	} catch {
		throw navigator.onLine ? new Outdated() : new Interrupted();
	}
}
