/** What opening a page of this host is called. */
const OPENS: [RegExp, string][] = [
	[/(^|\.)zoom\.(us|com)$/, 'Join on Zoom'],
	[/^meet\.google\.com$/, 'Join on Google Meet'],
	[/(^|\.)teams\.(microsoft|live)\.com$/, 'Join on Teams'],
	[/(^|\.)(meet\.jit\.si|whereby\.com|webex\.com)$/, 'Join online'],
	[/(^|\.)(youtube\.com|youtu\.be|twitch\.tv|vimeo\.com)$/, 'Watch'],
	[/(^|\.)(calendly\.com|cal\.com|booking\.com|acuityscheduling\.com|pretix\.eu)$/, 'Book'],
	[/(^|\.)(ti\.to|meetup\.com|lu\.ma)$/, 'Get a place'],
	[
		/(^|\.)(eventbrite|ticketmaster)\.(com|ca|de|at|ch|fr|es|it|nl|be|ie|pt|dk|se|fi|no|pl|co\.uk|co\.nz|com\.au|com\.br|com\.mx)$/,
		'Get a place'
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
		const word = known ?? (BOOKING.test(`${hostname} ${pathname}`) ? 'Book' : 'Open the link');
		return { href: url, host: hostname.replace(/^www\./, ''), word };
	} catch {
		return null;
	}
}

/** An address as it was typed, with the https:// that people leave out. */
export function completed(typed: string): string {
	const url = typed.trim();
	return !url || /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
}
