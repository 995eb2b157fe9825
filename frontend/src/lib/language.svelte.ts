import { m } from '#catalogue';
import {
	baseLocale,
	getTextDirection,
	isLocale,
	locales,
	overwriteGetLocale,
	type Locale
} from '#catalogue/runtime.js';
import { learn } from '#catalogue/learn.js';
import { later } from '#lib/sync/later.ts';

export { locales, type Locale };

let wanted: Locale = baseLocale;
let spoken = $state<Locale>(baseLocale);
// Every sentence on the screen reads this: it changes with it, and nothing typed is lost.
overwriteGetLocale(() => spoken);
/** Resolves when the language of the browser can be spoken, or cannot be had. */
export const ready = Promise.resolve(change(ofBrowser()));

/** Show Callboard in this language, if there is a catalogue of it, as soon as that is here. */
export function speak(language: string): void {
	if (isLocale(language) && language !== wanted) void change(language);
}

/** Whoever reads English waits for nothing. Without its sentences nothing changes. */
function change(language: Locale): Promise<void> | void {
	wanted = language;
	const learning = learn(language);
	const learned = () => {
		if (wanted !== language) return;
		spoken = language;
		mark();
		void loadRefusals();
	};
	const failed = () => {
		// So that it is asked for again.
		if (wanted === language) wanted = spoken;
	};
	return learning ? learning.then(learned, failed) : learned();
}

/** The language that Callboard is shown in. */
export function language(): Locale {
	return spoken;
}

/** What `Intl` writes dates, numbers and money by. */
export function intl(): string {
	return m.common_intl();
}

/** What a language is called, in the language spoken here or another one: German, Deutsch. */
export function languageName(code: string, within: string = intl()): string {
	return new Intl.DisplayNames(within, { type: 'language' }).of(code) ?? code;
}

/** The first language of the browser that there is a catalogue of. */
function ofBrowser(): Locale {
	const wanted = navigator.languages.map((tag) => tag.split('-')[0] ?? '');
	return wanted.find(isLocale) ?? baseLocale;
}

/** What the server refuses with is English: who reads English needs nothing for it. */
async function loadRefusals(): Promise<void> {
	if (spoken === baseLocale) return;
	// Without it they stay English, which is better than nothing.
	await later(() => import('#lib/words/refusals.ts')).catch(() => undefined);
}

function mark(): void {
	// The shell is built without a page.
	if (typeof document === 'undefined') return;
	const { documentElement: page } = document;
	page.lang = spoken;
	page.dir = getTextDirection(spoken);
}
