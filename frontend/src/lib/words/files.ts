import { m } from '#catalogue';
import { figure } from './figures.ts';
import { isolated } from './people.ts';

/** What the server can make a message of. */
export const KINDS = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];

interface Chosen {
	pictures: File[];
	/** Why some of the files cannot be sent; null: all of them can. */
	refusal: string | null;
}

/** 12 kB, 3.4 MB */
export function size(bytes: number): string {
	const [unit, divided] = bytes < 1_000_000 ? ['kB', bytes / 1_000] : ['MB', bytes / 1_000_000];
	const shown = Math.max(divided, 0.1);
	return `${shown < 10 ? figure(shown, 1) : figure(Math.round(shown))} ${unit}`;
}

/** Of files that were chosen, pasted or dropped those that can be sent. None is left out silently. */
export function picturesIn(files: Iterable<File>): Chosen {
	const [pictures, others]: [File[], File[]] = [[], []];
	for (const file of files) (KINDS.includes(file.type) ? pictures : others).push(file);
	const [other] = others;
	if (!other) return { pictures, refusal: null };
	const refusal =
		others.length > 1
			? m.talking_files_not_taken({ count: others.length })
			: m.talking_file_not_taken({ file: isolated(other.name) });
	return { pictures, refusal };
}

/** What only moving pictures have, near their beginning: loops of a GIF, frames of a PNG or WebP. */
const MOVING = /NETSCAPE2\.0|acTL|ANIM/;
const BEGINNING = 4096;

/** Whether a picture moves. Of such a picture the server keeps the first frame. */
export async function moves(file: Blob): Promise<boolean> {
	return MOVING.test(await file.slice(0, BEGINNING).text());
}

/**
 * Whether what was pasted is a text, although a picture came with it: spreadsheets and word
 * processors add a picture of every text. A file that was copied brings its own name as text.
 */
export function prefersText(brought: Pick<DataTransfer, 'files' | 'getData'>): boolean {
	const text = brought.getData('text/plain').trim();
	const names = [...brought.files].map(({ name }) => name);
	if (text) return text !== names.join('\n') && !isPath(text, names);
	return wordsOf(brought.getData('text/html')) !== '';
}

/** A file manager gives the whole path. */
function isPath(text: string, names: string[]): boolean {
	const lines = text.split(/\r?\n/);
	return lines.every(
		(line, at) => /^(\/|file:|[a-z]:\\)/i.test(line) && line.endsWith(names[at] ?? '\n')
	);
}

function wordsOf(html: string): string {
	return new DOMParser().parseFromString(html, 'text/html').body.textContent.trim();
}
