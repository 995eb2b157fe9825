import type { Directory, Entry } from '#lib/protocol.ts';
import type { Line } from '#lib/sync/line.ts';
import type { FollowedStore } from './followed.svelte.ts';
import { Reading } from './reading.svelte.ts';

/** What somebody looks for; empty is "any". */
export interface Wanted {
	role: 'model' | 'host';
	search: string;
	pose_style: string;
	min_rating: number;
	/** A day as 2026-11-24. */
	free_on: string;
}

/** People by what they offer, page after page. A slow answer never replaces a later one. */
export class DirectorySearch {
	entries = $state.raw<readonly Entry[]>([]);
	readonly reading = new Reading();
	#next = $state<string | null>(null);
	#asked = '';

	constructor(
		private readonly line: Line,
		private readonly followed: FollowedStore
	) {}

	get more(): boolean {
		return this.#next !== null;
	}

	async find(wanted: Wanted): Promise<void> {
		this.#asked = JSON.stringify(wanted);
		const asked = this.#asked;
		try {
			const page = await this.line.read<Directory>('/api/v1/directory', asParameters(wanted));
			if (asked !== this.#asked) return;
			this.#learn(page);
			this.entries = page.entries;
			this.#next = page.next;
			this.reading.problem = null;
			this.reading.done = true;
		} catch (error) {
			if (asked === this.#asked) this.reading.problem = error;
		}
	}

	async older(wanted: Wanted): Promise<void> {
		const [asked, cursor] = [this.#asked, this.#next];
		if (cursor === null) return;
		await this.reading.run(async () => {
			const parameters = { ...asParameters(wanted), cursor };
			const page = await this.line.read<Directory>('/api/v1/directory', parameters);
			if (asked !== this.#asked) return;
			this.#learn(page);
			this.entries = [...this.entries, ...page.entries];
			this.#next = page.next;
		});
	}

	#learn({ entries, followed }: Directory): void {
		this.followed.learn(
			entries.map(({ person }) => person),
			followed
		);
	}
}

function asParameters({ role, search, pose_style, min_rating, free_on }: Wanted) {
	return {
		role,
		search: search.trim() || undefined,
		pose_style: (role === 'model' && pose_style) || undefined,
		min_rating: min_rating || undefined,
		free_on: (role === 'model' && free_on) || undefined
	};
}
