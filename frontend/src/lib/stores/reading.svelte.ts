/** Something read over HTTP for a page: whether it is there, on its way, or failed and why. */
export class Reading {
	done = $state(false);
	busy = $state(false);
	problem = $state.raw<unknown>(null);

	async run(work: () => Promise<unknown>): Promise<void> {
		if (this.busy) return;
		this.busy = true;
		this.problem = null;
		try {
			await work();
			this.done = true;
		} catch (error) {
			this.problem = error;
		} finally {
			this.busy = false;
		}
	}

	/** What was read is void: whoever shows it reads it again. */
	stale(): void {
		this.done = false;
	}
}
