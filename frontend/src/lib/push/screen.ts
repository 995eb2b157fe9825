import { isLooking, watchLooking } from '#lib/looking.ts';
import type { Known } from './known.ts';

let read: string[] = [];

/** On this device, too, what was read elsewhere need not be shown any more; told at once for all. */
export function known(tags: string[]): void {
	if (!tags.length || !('serviceWorker' in navigator)) return;
	if (!read.length) queueMicrotask(tell);
	read.push(...tags);
}

function tell(): void {
	const message: Known = { read };
	read = [];
	void navigator.serviceWorker
		.getRegistration()
		.then((worker) => worker?.active?.postMessage(message));
}

/** The number on the icon of the installed app. */
export function badge(count: number): void {
	void navigator.setAppBadge?.(count).catch(() => undefined);
}

const AGAIN = 30_000;

/** Say while Callboard is before somebody's eyes, so that they get no mail about what they see. */
export function tellLooking(say: (on: boolean) => Promise<unknown>): () => void {
	let looking = false;
	function look(): void {
		const now = isLooking();
		if (now || looking) void say(now).catch(() => undefined);
		looking = now;
	}
	const timer = setInterval(look, AGAIN);
	const end = watchLooking(look);
	return () => (clearInterval(timer), end());
}
