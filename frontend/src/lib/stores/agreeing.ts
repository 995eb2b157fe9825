import { Refused } from '#lib/sync/errors.ts';
import { termsChanged, type Shown } from '#lib/words/terms.ts';

/** A yes to what was shown. If it is something else by now, the refusal says what has changed. */
export async function agreeing<Answer>(
	shown: Shown,
	ask: Promise<Answer>,
	reread: () => Promise<void>
): Promise<Answer> {
	try {
		return await ask;
	} catch (error) {
		if (!(error instanceof Refused && error.terms)) throw error;
		await reread().catch(() => undefined);
		throw new Refused({ ...error.object(), message: termsChanged(shown, error.terms) });
	}
}
