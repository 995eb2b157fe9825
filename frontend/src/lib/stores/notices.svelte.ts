import { m } from '#catalogue';
import { sentence } from '#lib/sync/errors.ts';
import { Outdated } from '#lib/sync/later.ts';
import type { News } from '#lib/words/news.ts';

export interface Notice {
	id: number;
	text: string;
	tone: 'plain' | 'problem';
	/** Where it leads. */
	link?: { href: string; word: string; anew?: boolean };
	/** It asks for an answer, and stays until it is answered or nothing is asked any more. */
	asks?: boolean;
}

const LASTS = 5_000;
/** What has a way to somewhere is read before it is followed. */
const LASTS_LINKED = 12_000;

const anew = () => ({ href: '', word: m.trouble_load_page(), anew: true });

/** Short lines at the edge of the screen: something was done, or could not be. */
export class NoticesStore {
	list = $state.raw<readonly Notice[]>([]);
	/** One line for those who listen instead of look; it does not stay in the page. */
	spoken = $state('');
	#about: string | undefined;
	#silence: ReturnType<typeof setTimeout> | undefined;
	#id = 0;

	say(text: string): void {
		this.#add(text, 'plain');
	}

	problem(error: unknown): void {
		const link = error instanceof Outdated ? anew() : undefined;
		this.#add(sentence(error), 'problem', link, link ? LASTS_LINKED : LASTS);
	}

	/** Something happened elsewhere; told once for each way, the newest. */
	news({ text, href, word, stays = false }: News): void {
		this.list = this.list.filter(({ link }) => link?.href !== href);
		this.#add(text, 'plain', { href, word }, stays ? null : LASTS_LINKED);
	}

	/** What was asked there is over. */
	settled(href: string): void {
		this.list = this.list.filter(({ asks, link }) => !asks || link?.href !== href);
	}

	/** Said by screen readers only, once: nobody comes upon it later. `about`: see `unsay`. */
	speak(text: string, about?: string): void {
		this.#about = about;
		this.spoken = text;
		clearTimeout(this.#silence);
		this.#silence = setTimeout(() => (this.spoken = ''), LASTS_LINKED);
	}

	/** What was said about this holds no longer. */
	unsay(about: string): void {
		if (this.#about === about) this.spoken = '';
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
		// Said again, it is one line that stays longer, not two.
		const others = this.list.filter((one) => one.text !== text || one.link?.href !== link?.href);
		this.list = [...others.slice(-2), { id, text, tone, link, asks: lasts === null }];
		if (lasts !== null) setTimeout(() => this.dismiss(id), lasts);
	}
}
