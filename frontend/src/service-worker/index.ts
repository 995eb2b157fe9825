import type { Known } from '../lib/push/known.ts';
import { isFile, keep, page, throwAwayOld, file } from './shell.ts';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

interface Push extends Known {
	unread: number;
	title: string;
	text: string;
	path: string;
	tag: string;
}

worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('activate', (event) =>
	event.waitUntil(Promise.all([worker.clients.claim(), throwAwayOld()]))
);

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	if (request.mode === 'navigate') event.respondWith(page(request));
	else if (isFile(request)) event.respondWith(file(request));
});

// Every push is shown: a browser takes the right away from who does something else with it.
worker.addEventListener('push', (event) => {
	const push = event.data?.json() as Push;
	event.waitUntil(receive(push));
});

worker.addEventListener('message', (event) => {
	const said = event.data as Known | { keep: string[] };
	event.waitUntil('keep' in said ? keep(said.keep) : takeAway(said));
});

worker.addEventListener('notificationclick', (event) => {
	event.notification.close();
	event.waitUntil(open((event.notification.data as { path: string }).path));
});

/** What is settled goes first: a browser keeps as many as it likes, and this one shall stay. */
async function receive(push: Push): Promise<void> {
	await takeAway(push);
	await show(push);
	await worker.navigator.setAppBadge?.(push.unread).catch(() => undefined);
}

async function show({ title, text, path, tag }: Push): Promise<void> {
	await worker.registration.showNotification(title, {
		body: text,
		tag,
		data: { path },
		icon: '/icon-192.png',
		badge: '/icon-192.png'
	});
}

/** What was read on another device goes from this one. */
async function takeAway({ read }: Known): Promise<void> {
	for (const tag of read) {
		for (const shown of await worker.registration.getNotifications({ tag })) shown.close();
	}
}

/** In the window that is there already, or in a new one. */
async function open(path: string): Promise<void> {
	const windows = await worker.clients.matchAll({ type: 'window' });
	const here = windows.find((client) => client.focused) ?? windows[0];
	if (!here) return void (await worker.clients.openWindow(path));
	await here.focus().catch(() => undefined);
	await here.navigate(path);
}
