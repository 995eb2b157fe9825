import type { Head, Me } from '#lib/protocol.ts';
import type { Cursors } from '#lib/sync/line.ts';
import type { Shelf } from '#lib/sync/storage.ts';
import { isUnread } from './heads.ts';

const NEWEST = 100;
const UNREAD = 500;
const QUIET = 2_000;
const ID = 'here';

/** Where a visit stood: who I am, my inbox, and the cursors from which to go on. */
export interface Here {
	me: Me;
	heads: Head[];
	cursors: Cursors;
}

/** Keeps it, so that the next visit shows at once, also offline, and is told only what is new. */
export class HereKeeper {
	#timer: ReturnType<typeof setTimeout> | undefined;
	#closed = false;

	constructor(
		private readonly shelf: Shelf,
		private readonly now: () => Here | null
	) {}

	static async read(shelf: Shelf): Promise<Here | undefined> {
		return shelf.get<Here>('here', ID);
	}

	/** Something has changed. */
	later(): void {
		if (!this.#closed) this.#timer ??= setTimeout(() => this.keep(), QUIET);
	}

	keep(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const here = this.#closed ? null : this.now();
		if (here) void this.shelf.put('here', ID, trimmed(here)).catch(() => undefined);
	}

	/** Nothing is kept from now on, not even by the page that goes. */
	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
	}

	drop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		void this.shelf.delete('here', ID).catch(() => undefined);
	}
}

/** The newest, and older ones only where something waits: the number at the inbox is exact. */
function trimmed({ me, heads, cursors }: Here): Here {
	const older = heads.slice(NEWEST).filter(isUnread).slice(0, UNREAD);
	return { me, cursors, heads: [...heads.slice(0, NEWEST), ...older] };
}
