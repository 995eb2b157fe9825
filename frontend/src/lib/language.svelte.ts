import { m } from '#catalogue';
import {
	baseLocale,
	getTextDirection,
	isLocale,
	locales,
	overwriteGetLocale,
	type Locale
} from '#catalogue/runtime.js';

export { locales, type Locale };

let spoken = $state<Locale>(ofBrowser());
// Every sentence on the screen reads this: it changes with it, and nothing typed is lost.
overwriteGetLocale(() => spoken);
// The shell is built without a page.
if (typeof document !== 'undefined') mark();

/** Show Callboard in this language, if there is a catalogue of it. */
export function speak(language: string): void {
	if (!isLocale(language) || language === spoken) return;
	spoken = language;
	mark();
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

function mark(): void {
	const { documentElement: page } = document;
	page.lang = spoken;
	page.dir = getTextDirection(spoken);
}
