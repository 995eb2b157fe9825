import { Interrupted } from './errors.ts';

const ANSWER = 15_000;

interface Question {
	resolve(data: Record<string, unknown>): void;
	reject(error: Error): void;
	timer: ReturnType<typeof setTimeout>;
}

/** What was asked and is not answered yet, by the number that the answer names. */
export class Questions {
	#open = new Map<number, Question>();
	#ref = 0;

	next(): number {
		this.#ref += 1;
		return this.#ref;
	}

	/** Ask, and wait for `answered` or `failed`; after a while nobody waits any more. */
	ask(send: (ref: number) => void): Promise<Record<string, unknown>> {
		const ref = this.next();
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => this.failed(ref, new Interrupted()), ANSWER);
			this.#open.set(ref, { resolve, reject, timer });
			send(ref);
		});
	}

	answered(ref: number, data: Record<string, unknown>): void {
		this.#settle(ref)?.resolve(data);
	}

	failed(ref: number, error: Error): void {
		this.#settle(ref)?.reject(error);
	}

	/** The way is gone: whoever waits for an answer hears that it got lost. */
	lost(): void {
		for (const ref of [...this.#open.keys()]) this.failed(ref, new Interrupted());
	}

	#settle(ref: number): Question | undefined {
		const question = this.#open.get(ref);
		if (question) clearTimeout(question.timer);
		this.#open.delete(ref);
		return question;
	}
}
