/**
 * How texts are cut into words: as protocol/words.py does it on the server. Both are held to the
 * cases in search-cases.json.
 */

const PLAIN: Record<string, string> = {
	...{ ł: 'l', ø: 'o', đ: 'd', ħ: 'h', ŧ: 't', ı: 'i', ŋ: 'n', ς: 'σ' },
	...{ æ: 'ae', œ: 'oe', ð: 'd', þ: 'th' },
	...{ '\u06a9': '\u0643', '\u06cc': '\u064a', '\u0649': '\u064a' },
	...{ '\u06c1': '\u0647', '\u0629': '\u0647' }
};
const PLAINER = /[łøđħŧıŋςæœðþ\u06a9\u06cc\u0649\u06c1\u0629]/g;
/** Marks, looks of emoji, and what shows nothing at all. */
const LEFT_OUT =
	/[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u{1f3fb}-\u{1f3ff}\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0100}-\u{e01ef}]/gu;
const UNSPACED =
	/[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const SIGN = /[$£¥§°©®\u20a0-\u20bf\u2190-\u2bff\u{1f000}-\u{1faff}]/u;
/** A character with what is written on it: marks, those of half a width, and parts of a syllable. */
const CLUSTER = /[^](?:[\p{M}\uff9e\uff9f\u1160-\u11ff])*/gu;
/** Vowels and the like that are written on letters are part of a word. */
const LETTER = /[\p{L}\p{M}\p{Nl}\p{No}]/u;
const DIGIT = /\p{Nd}/u;
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;
/** How an address begins where a browser or a mail program copies it. */
const SCHEME = /(?<![\p{L}\p{N}_])(?:https?:\/\/|mailto:)(?=\S)/giu;

/** A part of a compound, a run without blanks, or a sign, and where its characters stand. */
export interface Piece {
	kind: 'part' | 'run' | 'sign';
	text: string;
	/** Where each character of `text` begins and ends in what was written. */
	from: number[];
	to: number[];
	/** Parts of one compound have the same. */
	compound: number;
}

/** Without case, accents and looks: Straße Łódź ٣ is strasse lodz 3. */
export function folded(text: string): string {
	return text
		.normalize('NFKC')
		.toLowerCase()
		.toUpperCase()
		.toLowerCase()
		.normalize('NFD')
		.replace(LEFT_OUT, '')
		.normalize('NFC')
		.replace(PLAINER, (letter) => PLAIN[letter] ?? letter)
		.replace(OTHER_DIGIT, valueOf);
}

/** The digits of each script stand in a row of ten. */
function valueOf(digit: string): string {
	const code = digit.codePointAt(0) ?? 0;
	let value = 0;
	while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value += 1;
	return String(value);
}

export function cut(text: string): Piece[] {
	const found: Piece[] = [];
	let last: Piece | null = null;
	let compound = 0;
	let at = 0;
	for (const [written] of text.matchAll(CLUSTER)) {
		const from = at;
		at += written.length;
		for (const one of folded(written)) {
			const kind = kindOf(one);
			if (!kind) last = null;
			if (kind !== 'part' && (kind || !one.trim())) compound += 1;
			if (!kind) continue;
			const turns = last?.text && DIGIT.test(last.text) !== DIGIT.test(one);
			if (!last || last.kind !== kind || kind === 'sign' || (kind === 'part' && turns)) {
				found.push((last = { kind, text: '', from: [], to: [], compound }));
			}
			last.text += one;
			for (let unit = 0; unit < one.length; unit += 1) {
				last.from.push(from);
				last.to.push(at);
			}
		}
	}
	return found;
}

function kindOf(one: string): Piece['kind'] | null {
	if (UNSPACED.test(one)) return 'run';
	if (SIGN.test(one)) return 'sign';
	return LETTER.test(one) || DIGIT.test(one) ? 'part' : null;
}

/** What is sought: compounds with their parts joined, runs and signs. */
export function terms(sought: string): Pick<Piece, 'kind' | 'text'>[] {
	const found: Piece[] = [];
	for (const piece of cut(sought.replace(SCHEME, ''))) {
		const before = found.at(-1);
		const same = piece.kind === 'part' && before?.compound === piece.compound;
		if (before && same && before.kind === 'part') before.text += piece.text;
		else found.push({ ...piece });
	}
	return found;
}

/** Where a term stands in a text that was cut, as what was written; null where it does not. */
export function stands(
	pieces: readonly Piece[],
	at: number,
	term: Pick<Piece, 'kind' | 'text'>
): { from: number; to: number } | null {
	const piece = pieces[at];
	if (!piece || piece.kind !== term.kind) return null;
	if (term.kind === 'run') {
		const n = piece.text.indexOf(term.text);
		return n < 0 ? null : span(piece, n, piece, n + term.text.length - 1);
	}
	let rest = term.text;
	for (let next = at; ; next += 1) {
		const part = pieces[next];
		if (!part || part.compound !== piece.compound || part.kind !== piece.kind) return null;
		if (part.text.startsWith(rest)) return span(piece, 0, part, rest.length - 1);
		if (!rest.startsWith(part.text)) return null;
		rest = rest.slice(part.text.length);
	}
}

function span(first: Piece, n: number, last: Piece, m: number): { from: number; to: number } {
	return { from: first.from[n] ?? 0, to: last.to[m] ?? 0 };
}

/** Whether a text has all the words that are sought, each by its beginning. */
export function matches(text: string, sought: string): boolean {
	const pieces = cut(text);
	return terms(sought).every((term) => pieces.some((_, at) => stands(pieces, at, term)));
}
