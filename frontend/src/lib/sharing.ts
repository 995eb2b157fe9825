import Link from '@lucide/svelte/icons/link';
import { notices } from './app.ts';
import type { MenuItem } from './parts/Menu.svelte';

/** The line "Copy the link" of a thing's menu. */
export function linkItem(path: string): MenuItem {
	return { word: 'Copy the link', icon: Link, act: () => void copyLink(path) };
}

export async function copyLink(path: string): Promise<void> {
	try {
		await navigator.clipboard.writeText(new URL(path, location.origin).href);
		notices.say('The link is copied.');
	} catch {
		notices.say('The browser did not let this be copied.');
	}
}
