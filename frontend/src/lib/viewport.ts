/**
 * What of the window is really seen: on some phones the keyboard covers the page without making
 * it smaller, and a composer at its foot would be hidden.
 */
export function watchViewport(): (() => void) | void {
	const seen = window.visualViewport;
	if (!seen) return;
	const update = () =>
		document.documentElement.style.setProperty('--seen', `${Math.round(seen.height)}px`);
	update();
	seen.addEventListener('resize', update);
	return () => seen.removeEventListener('resize', update);
}
