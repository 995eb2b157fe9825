/** By the device: for the order of what it keeps, and for how long it slept; never to decide. */
export function deviceTime(): number {
	return Date.now();
}

/**
 * The server's time, by which deadlines are counted down. The device's own clock may be wrong,
 * so only its steady `performance.now()` is used, and the offset that the server's frames give.
 */
export class ServerClock {
	#offset = deviceTime() - performance.now();

	/** A frame's `now` is late by its journey: of several, the one that travelled least is right. */
	hear(now: string): void {
		this.#offset = Math.max(this.#offset, Date.parse(now) - performance.now());
	}

	/** A new connection starts over: whatever was believed before may come from a wrong clock. */
	set(now: string): void {
		this.#offset = Date.parse(now) - performance.now();
	}

	now(): number {
		return performance.now() + this.#offset;
	}
}
