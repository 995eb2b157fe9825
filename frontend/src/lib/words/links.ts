import { m } from '#catalogue';

/** What opening a page of this host is called. */
const OPENS: [RegExp, () => string][] = [
	[/(^|\.)zoom\.(us|com)$/, m.feed_link_zoom],
	[/^meet\.google\.com$/, m.feed_link_meet],
	[/(^|\.)teams\.(microsoft|live)\.com$/, m.feed_link_teams],
	[/(^|\.)(meet\.jit\.si|whereby\.com|webex\.com)$/, m.feed_link_online],
	[/(^|\.)(youtube\.com|youtu\.be|twitch\.tv|vimeo\.com)$/, m.feed_link_watch],
	[
		/(^|\.)(calendly\.com|cal\.com|booking\.com|acuityscheduling\.com|pretix\.eu)$/,
		m.feed_link_book
	],
	[/(^|\.)(ti\.to|meetup\.com|lu\.ma)$/, m.feed_link_get_place],
	[
		/(^|\.)(eventbrite|ticketmaster)\.(com|ca|de|at|ch|fr|es|it|nl|be|ie|pt|dk|se|fi|no|pl|co\.uk|co\.nz|com\.au|com\.br|com\.mx)$/,
		m.feed_link_get_place
	]
];
const BOOKING = /\b(book|booking|reserve|tickets?|termin|buchen)\b/i;

export interface Link {
	href: string;
	host: string;
	word: string;
}

/** A button's words for an address, and where it leads; null if it is none that may be followed. */
export function linked(url: string): Link | null {
	try {
		const { protocol, hostname, pathname } = new URL(url);
		if (protocol !== 'http:' && protocol !== 'https:') return null;
		const known = OPENS.find(([host]) => host.test(hostname))?.[1];
		const word =
			known ?? (BOOKING.test(`${hostname} ${pathname}`) ? m.feed_link_book : m.feed_link_open);
		return { href: url, host: hostname.replace(/^www\./, ''), word: word() };
	} catch {
		return null;
	}
}

/** An address as it was typed, with the https:// that people leave out. */
export function completed(typed: string): string {
	const url = typed.trim();
	return !url || /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
}
