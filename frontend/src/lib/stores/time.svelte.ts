import { createSubscriber } from 'svelte/reactivity';
import type { ServerClock } from '#lib/sync/clock.ts';

/** The server's time as a signal: one timer for every countdown, and none without any. */
export class TimeStore {
	#subscribe = createSubscriber((update) => {
		let timer: ReturnType<typeof setTimeout>;
		const tick = () => {
			update();
			timer = setTimeout(tick, 1000 - (this.clock.now() % 1000));
		};
		timer = setTimeout(tick, 1000 - (this.clock.now() % 1000));
		return () => clearTimeout(timer);
	});

	/** The minute that has begun: for long lists, whose words need no more. */
	readonly minute = $derived(Math.floor(this.now / 60_000) * 60_000);

	constructor(private readonly clock: ServerClock) {}

	/** Milliseconds since 1970 by the server; whoever reads it in a view is told every second. */
	get now(): number {
		this.#subscribe();
		return this.clock.now();
	}
}
