/** What Safari calls a key that an input method has used, also the Enter that ends its word. */
const COMPOSING = 229;

/**
 * The key that was pressed, for every handler of keys. Empty while an input method composes a word:
 * then Enter, Escape and the arrows choose among its candidates, and mean nothing to the page.
 */
export function keyOf(event: KeyboardEvent): string {
	return event.isComposing || event.keyCode === COMPOSING ? '' : event.key;
}

/** In a list of things with a menu each: up and down lead from one menu's button to the next. */
export function toNextMenu(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
	const by = { ArrowUp: -1, ArrowDown: 1 }[keyOf(event)];
	const menus = [...event.currentTarget.querySelectorAll<HTMLElement>('.tool')];
	const at = menus.findIndex((one) => one === document.activeElement);
	if (!by || at < 0) return;
	// A menu would open by the same keys.
	event.preventDefault();
	event.stopPropagation();
	menus[at + by]?.focus();
}
