import { cut, stands, terms } from './folded.ts';

export interface Hit {
	text: string;
	hit: boolean;
}

/** A text in pieces: where a word begins like one of those that were sought, and what is between. */
export function hits(text: string, sought: string): Hit[] {
	const pieces = cut(text);
	const wanted = terms(sought);
	const found: Hit[] = [];
	let from = 0;
	pieces.forEach((_, at) => {
		const spans = wanted.flatMap((term) => stands(pieces, at, term) ?? []);
		const [longest] = spans.sort((one, other) => other.to - one.to);
		if (!longest || longest.from < from) return;
		if (longest.from > from) found.push({ text: text.slice(from, longest.from), hit: false });
		found.push({ text: text.slice(longest.from, longest.to), hit: true });
		from = longest.to;
	});
	if (from < text.length) found.push({ text: text.slice(from), hit: false });
	return found;
}
