const CACHE = 'callboard-shell-1';
/** Every page is this one, until its scripts look at the address. */
const SHELL = '/';
/** Files of earlier versions go, the oldest first. */
const MOST = 250;

/** A script, a style, a font: its name changes with its content. */
export function isFile({ method, url }: Request): boolean {
	const { origin, pathname } = new URL(url);
	return method === 'GET' && origin === location.origin && pathname.startsWith('/_app/immutable/');
}

export async function file(request: Request): Promise<Response> {
	const kept = await caches.match(request, { cacheName: CACHE });
	if (kept) return kept;
	const answer = await fetch(request);
	if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone());
	return answer;
}

/** From the server where there is one; else the page as it was last, whatever its address. */
export async function page(request: Request): Promise<Response> {
	try {
		return await fetch(request);
	} catch (error) {
		const kept = await caches.match(SHELL, { cacheName: CACHE });
		if (kept) return kept;
		throw error;
	}
}

/** The page as it is now, with what it had loaded before this worker was there. */
export async function keep(paths: string[]): Promise<void> {
	const cache = await caches.open(CACHE);
	await cache.add(SHELL);
	for (const path of new Set(paths)) if (!(await cache.match(path))) await cache.add(path);
	const known = await cache.keys();
	for (const old of known.slice(0, -MOST)) await cache.delete(old);
}

export async function throwAwayOld(): Promise<void> {
	for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
}
