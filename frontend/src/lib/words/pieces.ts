/** Addresses; www. as people write them; and somebody called by their handle. */
const FOUND =
	/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}])|((?<![\w@.-])www\.[^\s<>"']+[^\s<>"'.,;:!?)\]}])|(?<![\w@.-])@([a-z0-9][a-z0-9-]{0,29})(?![\w-])/gi;

export type Piece =
	| { kind: 'text'; text: string }
	| { kind: 'link'; text: string; href: string }
	| { kind: 'mention'; text: string; handle: string };

/** Plain text in pieces. Only http and https are ever links; only people who are here are called. */
export function pieces(text: string, handles: Pick<Set<string>, 'has'> = new Set()): Piece[] {
	const found: Piece[] = [];
	let from = 0;
	for (const match of text.matchAll(FOUND)) {
		const [all, address, www, called] = match;
		const piece = pieceOf(all, address, www, called?.toLowerCase(), handles);
		if (!piece) continue;
		if (match.index > from) found.push({ kind: 'text', text: text.slice(from, match.index) });
		found.push(piece);
		from = match.index + all.length;
	}
	if (from < text.length) found.push({ kind: 'text', text: text.slice(from) });
	return found;
}

function pieceOf(
	text: string,
	address: string | undefined,
	www: string | undefined,
	handle: string | undefined,
	handles: Pick<Set<string>, 'has'>
): Piece | null {
	if (address) return { kind: 'link', text, href: address };
	if (www) return { kind: 'link', text, href: `https://${www}` };
	return handle && handles.has(handle) ? { kind: 'mention', text, handle } : null;
}

/** Whether a text calls somebody by their handle. The server sees it the same way. */
export function mentions(text: string, handle: string): boolean {
	return pieces(text, new Set([handle])).some(({ kind }) => kind === 'mention');
}

/** What is being written at this place after an @, and where the @ stands. */
export function asking(text: string, caret: number): { at: number; word: string } | null {
	const match = /(?:^|[^\w@.-])@([\w-]{0,29})$/.exec(text.slice(0, caret));
	if (!match) return null;
	const word = match[1] ?? '';
	return { at: caret - word.length - 1, word };
}
