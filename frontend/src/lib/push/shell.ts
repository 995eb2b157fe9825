/** The files that made this page, for a visit without a network. */
export function keepShell(): void {
	const loaded = performance.getEntriesByType?.('resource').map(({ name }) => new URL(name)) ?? [];
	const files = loaded.map(({ pathname }) => pathname);
	void navigator.serviceWorker?.ready.then(({ active }) =>
		active?.postMessage({ keep: files.filter((path) => path.startsWith('/_app/')) })
	);
}
