import { speak } from '#lib/language.svelte.ts';
import type { Me, Verbs } from '#lib/protocol.ts';
import type { Line } from '#lib/sync/line.ts';

/** Who is signed in here. */
export class MeStore {
	#me = $state.raw<Me | null>(null);

	constructor(private readonly line: Line) {}

	/** Only below the signed-in layout, which waits for it. */
	get it(): Me {
		if (!this.#me) throw new Error('Nobody is signed in.');
		return this.#me;
	}

	get known(): Me | null {
		return this.#me;
	}

	set(me: Me): void {
		this.#me = me;
		speak(me.language);
	}

	async update(fields: Verbs['profile.update']): Promise<void> {
		await this.line.ask('profile.update', fields);
		this.set(await this.line.read<Me>('/api/v1/me'));
	}
}
