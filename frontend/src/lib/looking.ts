import { createSubscriber } from 'svelte/reactivity';

const EVENTS = ['focus', 'blur', 'visibilitychange'] as const;

const told = createSubscriber((update) => {
	for (const event of EVENTS) addEventListener(event, update);
	return () => {
		for (const event of EVENTS) removeEventListener(event, update);
	};
});

/**
 * Whether the person looks at this page: it is in sight, and has the focus. A window on a second
 * screen, or behind another one, is open, and nobody reads in it. Views are told when it changes.
 */
export function isLooking(): boolean {
	told();
	return isInSight() && document.hasFocus();
}

/** Whether the page can be seen, looked at or not: enough to bring it up to date. */
export function isInSight(): boolean {
	return document.visibilityState === 'visible';
}

/** Call back now, and whenever it may have changed whether the person looks. */
export function watchLooking(look: () => void): () => void {
	for (const event of EVENTS) addEventListener(event, look);
	look();
	return () => {
		for (const event of EVENTS) removeEventListener(event, look);
	};
}
