import { Refused } from '../sync/errors.ts';

/** Asks for the password before what changes who owns the account; see `parts/people/PasswordAgain`. */
export class GuardStore {
	asking = $state(false);
	#answer: ((entered: boolean) => void) | undefined;

	/** Do it; if the server wants the password again, ask and do it once more. False: given up. */
	async confirmed(act: () => Promise<void>): Promise<boolean> {
		try {
			await act();
			return true;
		} catch (error) {
			if (!(error instanceof Refused && error.code === 'reauthenticate')) throw error;
		}
		if (!(await this.#ask())) return false;
		await act();
		return true;
	}

	/** The dialog tells how it ended. */
	end(entered: boolean): void {
		this.asking = false;
		this.#answer?.(entered);
		this.#answer = undefined;
	}

	#ask(): Promise<boolean> {
		this.#answer?.(false);
		this.asking = true;
		return new Promise((resolve) => (this.#answer = resolve));
	}
}
