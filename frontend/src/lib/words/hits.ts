const WORD = /[\p{L}\p{N}_]+/gu;

export interface Hit {
	text: string;
	hit: boolean;
}

/** A text in pieces: where a word begins like one of those that were sought, and what is between. */
export function hits(text: string, sought: string): Hit[] {
	const wanted = sought.toLowerCase().match(WORD) ?? [];
	const found: Hit[] = [];
	let from = 0;
	for (const { 0: word, index } of text.matchAll(WORD)) {
		const fitting = wanted.filter((one) => word.toLowerCase().startsWith(one));
		const length = Math.max(0, ...fitting.map((one) => one.length));
		if (!length) continue;
		if (index > from) found.push({ text: text.slice(from, index), hit: false });
		found.push({ text: text.slice(index, index + length), hit: true });
		from = index + length;
	}
	if (from < text.length) found.push({ text: text.slice(from), hit: false });
	return found;
}
