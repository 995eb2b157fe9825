import { m } from '#catalogue';
import { error } from '@sveltejs/kit';
import { begin } from '#lib/session.ts';
import type { LayoutLoad } from './$types';

/** Pages for everybody; who is signed in sees them as themselves. */
export const load: LayoutLoad = async () => {
	const standing = await begin();
	if (standing === 'unreachable') error(503, m.trouble_callboard());
	return { visitor: standing === 'out' };
};
