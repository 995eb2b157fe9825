import { m } from '#catalogue';
import Link from '@lucide/svelte/icons/link';
import { notices } from './app.ts';
import type { MenuItem } from '#lib/parts/common/Menu.svelte';

/** The line "Copy the link" of a thing's menu. */
export function linkItem(path: string): MenuItem {
	return { word: m.common_copy_the_link(), icon: Link, act: () => void copyLink(path) };
}

export async function copyLink(path: string): Promise<void> {
	try {
		await navigator.clipboard.writeText(new URL(path, location.origin).href);
		notices.say(m.talking_link_copied());
	} catch {
		notices.say(m.talking_not_copied());
	}
}
