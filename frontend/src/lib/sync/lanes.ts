/** One thing at a time in each lane; what could not be done is tried again after a while. */
export class Lanes {
	#busy = new Set<string>();
	#waits = new Map<string, ReturnType<typeof setTimeout>>();
	#closed = false;

	/**
	 * `first` does what is first in a lane and returns how long to wait before the next, or null
	 * if nothing is there.
	 */
	constructor(private readonly first: (lane: string) => Promise<number> | null) {}

	/** There is something to do there, or it may work now. */
	go(lane: string): void {
		if (this.#closed || this.#busy.has(lane)) return;
		const working = this.first(lane);
		if (!working) return;
		clearTimeout(this.#waits.get(lane));
		this.#busy.add(lane);
		void working.then((wait) => {
			this.#busy.delete(lane);
			if (wait === 0) this.go(lane);
			else
				this.#waits.set(
					lane,
					setTimeout(() => this.go(lane), wait)
				);
		});
	}

	close(): void {
		this.#closed = true;
		for (const timer of this.#waits.values()) clearTimeout(timer);
	}
}
