import { error, redirect } from '@sveltejs/kit';
import { begin } from '#lib/session.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ url }) => {
	const standing = await begin();
	if (standing === 'unreachable') error(503, 'Callboard cannot be reached.');
	if (standing === 'out') {
		const here = url.pathname === '/inbox' ? '' : `?next=${encodeURIComponent(url.pathname)}`;
		redirect(307, `/sign-in${here}`);
	}
};
