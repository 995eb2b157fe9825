import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** What is drawn from one row of a list, that somebody else has written. */
const ROWS =
	/<(AgendaEntry|ApplicantCard|ApplicationRow|BoardCard|BookingRow|Bubble|ConversationRow|DirectoryCard|HostCallCard|LastCall|NoticeRow|OfferCard|PostCard|RateLine)\b/g;
const ROOT = join(import.meta.dirname, '../..');

function sources(): string[] {
	return readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((path) =>
		path.endsWith('.svelte')
	);
}

it('guards each row of each list, so that one that cannot be drawn takes no other with it', () => {
	let uses = 0;
	const bare = sources().flatMap((path) => {
		const source = readFileSync(join(ROOT, path), 'utf8');
		return [...source.matchAll(ROWS)].flatMap(({ index, 0: use }) => {
			uses += 1;
			const before = source.slice(0, index);
			const within = before.lastIndexOf('<Guarded') > before.lastIndexOf('</Guarded');
			return within ? [] : [`${path}: ${use}`];
		});
	});
	expect(bare).toEqual([]);
	expect(uses).toBeGreaterThan(15);
});
