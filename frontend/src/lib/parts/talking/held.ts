import type { Attachment } from 'svelte/attachments';

const LONG = 450;
const STILL = 10;
const ASIDE = 56;

interface Gestures {
	/** A finger rested on it. */
	long?(): void;
	/** It was pushed to the right (or, `bothWays`, to either side) and let go. */
	aside(): void;
	bothWays?: boolean;
}

/** What a finger does on a bubble or a row: rest on it, or push it aside. A mouse has buttons for both. */
export function held({ long, aside, bothWays = false }: Gestures): Attachment<HTMLElement> {
	const most = ASIDE * 1.3;
	const least = bothWays ? -most : 0;

	return (element) => {
		let from: { x: number; y: number } | null = null;
		let timer: ReturnType<typeof setTimeout> | undefined;

		function down(event: PointerEvent): void {
			if (event.pointerType === 'mouse') return;
			from = { x: event.clientX, y: event.clientY };
			if (long) timer = setTimeout(() => (end(), long()), LONG);
		}
		function move(event: PointerEvent): void {
			if (!from) return;
			const [x, y] = [event.clientX - from.x, event.clientY - from.y];
			if (Math.hypot(x, y) > STILL) clearTimeout(timer);
			if (Math.abs(y) > Math.abs(x)) return end();
			element.style.translate = `${Math.max(least, Math.min(most, x))}px`;
		}
		function up(event: PointerEvent): void {
			const by = from === null ? 0 : event.clientX - from.x;
			end();
			if ((bothWays ? Math.abs(by) : by) > ASIDE) aside();
		}
		function end(): void {
			from = null;
			clearTimeout(timer);
			element.style.translate = '';
		}

		const listening = new AbortController();
		const { signal } = listening;
		element.addEventListener('pointerdown', down, { signal });
		element.addEventListener('pointermove', move, { signal });
		element.addEventListener('pointerup', up, { signal });
		element.addEventListener('pointercancel', end, { signal });
		return () => (end(), listening.abort());
	};
}
