/** Where somebody wanted to go before they had to sign in or join. */

const WITHIN = /^\/(?![/\\])/;
/** Any origin at all: what a path leads to must not depend on ours. */
const SOMEWHERE = 'https://somewhere.invalid';
const KEPT = 'callboardNext';

type Asked = { searchParams: Pick<URLSearchParams, 'get'> };

/** The path that a page was asked to lead on to, never one elsewhere; empty if to none. */
export function nextOf(url: Asked): string {
	return within(url.searchParams.get('next') ?? '');
}

/** A path as browsers read it, who pass over tabs and go up at dots; empty if it leads elsewhere. */
function within(asked: string): string {
	if (!asked.startsWith('/') || !URL.canParse(asked, SOMEWHERE)) return '';
	const { origin, pathname, search, hash } = new URL(asked, SOMEWHERE);
	return origin === SOMEWHERE && WITHIN.test(pathname) ? pathname + search + hash : '';
}

/** The address of a page that leads on to another one. */
export function leadingTo(page: string, next: string): string {
	return next ? `${page}?next=${encodeURIComponent(next)}` : page;
}

/** This very page, with what is asked of it. */
export function here({ pathname, search, hash }: Omit<URL, 'searchParams'>): string {
	return pathname + search + hash;
}

/** For the mail that confirms an address: its link may be opened in another tab. */
export function keepNext(next: string): void {
	if (next) localStorage.setItem(KEPT, next);
	else localStorage.removeItem(KEPT);
}

export function takeKept(): string {
	const next = localStorage.getItem(KEPT) ?? '';
	localStorage.removeItem(KEPT);
	return within(next);
}
