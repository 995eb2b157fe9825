import { Refused, sentence } from './sync/errors.ts';

/** Something that is asked for by a button: whether it goes on, and why it was not done. */
export class Trying {
	busy = $state(false);
	problem = $state('');
	/** The same by the field of a form that it is about. */
	problems = $state.raw<Partial<Record<string, string>>>({});

	/** True once it is done. */
	async run(work: () => Promise<void>): Promise<boolean> {
		this.busy = true;
		this.problem = '';
		this.problems = {};
		try {
			await work();
			return true;
		} catch (error) {
			this.problem = sentence(error);
			const field = error instanceof Refused && error.field;
			if (field) this.problems = { [field]: this.problem };
			return false;
		} finally {
			this.busy = false;
		}
	}
}
