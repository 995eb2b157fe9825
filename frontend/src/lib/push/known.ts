/** What the service worker is told by a page and by every push: what need not be shown any more. */
export interface Known {
	read: string[];
}
