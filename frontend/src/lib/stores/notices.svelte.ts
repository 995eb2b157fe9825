import { sentence } from '#lib/sync/errors.ts';
import type { News } from '#lib/words/news.ts';

export interface Notice {
	id: number;
	text: string;
	tone: 'plain' | 'problem';
	/** Where it leads. */
	link?: { href: string; word: string };
}

const LASTS = 5_000;
/** What has a way to somewhere is read before it is followed. */
const LASTS_LINKED = 12_000;

/** Short lines at the edge of the screen: something was done, or could not be. */
export class NoticesStore {
	list = $state.raw<readonly Notice[]>([]);
	/** One line for those who listen instead of look. */
	spoken = $state('');
	#id = 0;

	say(text: string): void {
		this.#add(text, 'plain');
	}

	problem(error: unknown): void {
		this.#add(sentence(error), 'problem');
	}

	/** Something happened elsewhere; told once for each way, the newest. */
	news({ text, href, word, stays = false }: News): void {
		this.list = this.list.filter(({ link }) => link?.href !== href);
		this.#add(text, 'plain', { href, word }, stays ? null : LASTS_LINKED);
	}

	/** Said by screen readers only. */
	speak(text: string): void {
		this.spoken = text;
	}

	dismiss(id: number): void {
		this.list = this.list.filter((notice) => notice.id !== id);
	}

	#add(
		text: string,
		tone: Notice['tone'],
		link?: Notice['link'],
		lasts: number | null = LASTS
	): void {
		const id = (this.#id += 1);
		this.list = [...this.list.slice(-2), { id, text, tone, link }];
		if (lasts !== null) setTimeout(() => this.dismiss(id), lasts);
	}
}
