import { sentence } from './sync/errors.ts';

/** Something that is asked for by a button: whether it goes on, and why it was not done. */
export class Trying {
	busy = $state(false);
	problem = $state('');

	/** True once it is done. */
	async run(work: () => Promise<void>): Promise<boolean> {
		this.busy = true;
		this.problem = '';
		try {
			await work();
			return true;
		} catch (error) {
			this.problem = sentence(error);
			return false;
		} finally {
			this.busy = false;
		}
	}
}
