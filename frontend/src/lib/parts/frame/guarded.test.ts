import { expect, it } from 'vitest';
import { sources } from '#lib/sources.ts';

/** What is drawn from one row of a list, that somebody else has written. */
const ROWS =
	/<(AgendaEntry|ApplicantCard|ApplicationRow|BoardCard|BookingRow|Bubble|ConversationRow|DirectoryCard|HostCallCard|LastCall|NoticeRow|OfferCard|PostCard|RateLine)\b/g;

it('guards each row of each list, so that one that cannot be drawn takes no other with it', () => {
	let uses = 0;
	const bare = sources().flatMap(([path, source]) => {
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
