import { m } from '#catalogue';
import Flag from '@lucide/svelte/icons/flag';
import { reporting } from './app.ts';
import type { MenuItem } from '#lib/parts/common/Menu.svelte';
import type { Reported } from './words/reports.ts';

/** The line "Report" of a thing's menu. */
export function reportItem(about: Reported): MenuItem {
	return { word: m.talking_report(), icon: Flag, act: () => reporting.open(about) };
}
