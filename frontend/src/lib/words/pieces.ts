import { isPlainHost } from './hosts.ts';

/** What shows nothing, or turns the text around it; no address goes on past it. */
const UNSEEN =
	'\\p{Cc}\\p{Cf}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u2800\\u3164\\uffa0\\ufe00-\\ufe0f';
/** Quotes, ellipses and the stops of other scripts: they stand around addresses, never in them. */
const AROUND = '<>"\'“”„‟«»‹›‘’‚‛…、。，；：！？（）「」『』【】《》〈〉';
const IN_ADDRESS = `[^\\s${UNSEEN}${AROUND}]`;
const LETTER = '\\p{L}\\p{N}_';

/** Addresses; www. as people write them; and somebody called by their handle. */
const FOUND = new RegExp(
	`(https?://${IN_ADDRESS}+)|((?<![${LETTER}@.-])www\\.${IN_ADDRESS}+)|` +
		`(?<![${LETTER}@./-])@([a-z0-9][a-z0-9-]{0,29})(?![${LETTER}@-]|\\.[${LETTER}])`,
	'giu'
);
/** As far as something may belong to an address: nobody is called in there. */
const ADDRESSES = new RegExp(`(?:https?://|(?<![${LETTER}@.-])www\\.)[^\\s<>"']*`, 'giu');
const NEXT_ADDRESS = /[,;|]+(?=https?:\/\/|www\.)/i;
const BRACKETS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

export type Piece =
	| { kind: 'text'; text: string }
	| { kind: 'link'; text: string; href: string }
	| { kind: 'mention'; text: string; handle: string };

/** Plain text in pieces. Only http and https are ever links; only people who are here are called. */
export function pieces(text: string, handles: Pick<Set<string>, 'has'> = new Set()): Piece[] {
	const found: Piece[] = [];
	const spans = text.includes('@') ? addressSpans(text) : [];
	let from = 0;
	FOUND.lastIndex = 0;
	for (let match = FOUND.exec(text); match; match = FOUND.exec(text)) {
		const [all, address, www, called] = match;
		if (called && spans.some(([start, end]) => start <= match.index && match.index < end)) continue;
		const piece = called ? mention(all, called, handles) : link(address ?? www ?? '');
		const length = called ? all.length : addressIn(all).length;
		FOUND.lastIndex = match.index + Math.max(1, length);
		if (!piece) continue;
		if (match.index > from) found.push({ kind: 'text', text: text.slice(from, match.index) });
		found.push(piece);
		from = match.index + length;
	}
	if (from < text.length) found.push({ kind: 'text', text: text.slice(from) });
	return found;
}

function addressSpans(text: string): [start: number, end: number][] {
	return [...text.matchAll(ADDRESSES)].map(({ index, 0: all }) => [index, index + all.length]);
}

function mention(text: string, called: string, handles: Pick<Set<string>, 'has'>): Piece | null {
	const handle = called.toLowerCase();
	return handles.has(handle) ? { kind: 'mention', text, handle } : null;
}

/** An address that can be followed; null if it could lead elsewhere than it seems to. */
function link(found: string): Piece | null {
	const text = addressIn(found);
	const href = /^www\./i.test(text) ? `https://${text}` : text;
	if (!URL.canParse(href)) return null;
	const { username, password } = new URL(href);
	if (username || password || /^https?:\/\/[^/?#]*@/i.test(href) || !isPlainHost(href)) return null;
	return { kind: 'link', text, href };
}

/** An address without what only follows it: another one, a bracket not opened in it, stops. */
function addressIn(found: string): string {
	const [first = ''] = found.split(NEXT_ADDRESS);
	const open: string[] = [];
	let end = 0;
	for (const sign of first) {
		const opener = BRACKETS[sign];
		if (opener && open.pop() !== opener) break;
		if (Object.values(BRACKETS).includes(sign)) open.push(sign);
		end += sign.length;
	}
	return first.slice(0, end).replace(/[.,;:!?([{]+$/, '');
}

/** Whether a text calls somebody by their handle. The server sees it the same way. */
export function mentions(text: string, handle: string): boolean {
	return pieces(text, new Set([handle])).some(({ kind }) => kind === 'mention');
}

/** What is being written at this place after an @, and where the @ stands. */
export function asking(text: string, caret: number): { at: number; word: string } | null {
	const written = text.slice(0, caret);
	const match = /(?:^|[^\p{L}\p{N}_@./-])@([\p{L}\p{N}\p{M}_-]{0,29})$/u.exec(written);
	if (!match) return null;
	const word = match[1] ?? '';
	return { at: caret - word.length - 1, word };
}
