import { newKey } from './sync/keys.ts';
import type { Post } from './protocol.ts';

/** A post as it is being written: all of it, with the link as it was typed. */
export interface Begun {
	content: string;
	visibility: Post['visibility'];
	link: string;
	expires_at: string | null;
	pin: boolean;
	/** What was last sent, as text, and its key: a second try, even after a reload, is no second post. */
	sent?: { asked: string; key: string };
}

/** What a form begins with: nothing, or the post that is changed. */
export function fresh(post?: Post): Begun {
	return {
		content: post?.content ?? '',
		visibility: post?.visibility ?? 'public',
		link: post?.link_url ?? '',
		expires_at: post?.expires_at ?? null,
		pin: post?.is_pinned ?? false
	};
}

/** As it is kept; nothing where nothing is begun. */
export function asText(it: Begun, from: Begun): string {
	const begun = (Object.keys(from) as (keyof Begun)[]).some((field) => it[field] !== from[field]);
	return begun ? JSON.stringify(it) : '';
}

/** What was kept, on top of what the form begins with. */
export function fromText(text: string, from: Begun): Begun {
	if (!text) return from;
	try {
		return { ...from, ...(JSON.parse(text) as Partial<Begun>) };
	} catch {
		return from;
	}
}

/** The key for what is asked now; the one of before where it is the same. */
export function keyFor(it: Begun, asked: unknown): { asked: string; key: string } {
	const text = JSON.stringify(asked);
	return it.sent?.asked === text ? it.sent : { asked: text, key: newKey() };
}
