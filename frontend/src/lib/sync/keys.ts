import { deviceTime } from './clock.ts';

let time: () => number = deviceTime;

/** By whose clock keys are made: the server's, as far as it is known. */
export function timeKeysBy(now: () => number): void {
	time = now;
}

/** A UUID of version 7: it says when it was made, so that the server can tell how old it is. */
export function newKey(): string {
	const at = Math.floor(time()).toString(16).padStart(12, '0');
	const chance = crypto.randomUUID();
	return `${at.slice(0, 8)}-${at.slice(8)}-7${chance.slice(15)}`;
}

/**
 * A key for what is asked: the same as long as it is the same, so that a second try after a lost
 * answer is no second deed; a new one as soon as anything in it is changed.
 */
export function keyed(): (asked: unknown) => string {
	let last = '';
	let key = '';
	return (asked) => {
		const text = JSON.stringify(asked);
		if (text !== last || !key) {
			last = text;
			key = newKey();
		}
		return key;
	};
}
