import type { Connection } from '#lib/sync/socket.ts';

/** How the line to the server stands, for the thin line on top that says so. */
export class ConnectionStore {
	#state = $state<Connection>('closed');
	#welcomed = $state(false);

	get live(): boolean {
		return this.#state === 'live';
	}

	/** Nothing comes by itself any more: what is shown is as it was. */
	get stopped(): boolean {
		return this.#state === 'displaced' || this.#state === 'refused';
	}

	/** What to say about it: nothing while all is well, or while the first try is under way. */
	get trouble(): 'offline' | 'catching-up' | 'displaced' | 'refused' | null {
		if (this.stopped) return this.#state as 'displaced' | 'refused';
		if (this.#state === 'waiting') return 'offline';
		return this.#state === 'opening' && this.#welcomed ? 'catching-up' : null;
	}

	set(state: Connection): void {
		this.#state = state;
		if (state === 'live') this.#welcomed = true;
	}
}
