import { m } from '#catalogue';
import { error, redirect } from '@sveltejs/kit';
import { here, leadingTo } from '#lib/next.ts';
import { begin } from '#lib/session.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ url }) => {
	const standing = await begin();
	if (standing === 'unreachable') error(503, m.trouble_callboard());
	if (standing === 'out') {
		const asked = here(url);
		redirect(307, leadingTo('/sign-in', asked === '/inbox' ? '' : asked));
	}
};
