/** Whether this browser shows pushes; `blocked`: the person said no, only they can undo it. */
export type PushState = 'unsupported' | 'blocked' | 'off' | 'on';

export interface Address {
	endpoint: string;
	p256dh: string;
	auth: string;
}

export async function pushState(): Promise<PushState> {
	if (!('serviceWorker' in navigator && 'PushManager' in window)) return 'unsupported';
	if (Notification.permission === 'denied') return 'blocked';
	return (await current()) && Notification.permission === 'granted' ? 'on' : 'off';
}

/** Only ever after a click: asked without a reason, people say no for good. */
export async function subscribe(key: string): Promise<Address | null> {
	if ((await Notification.requestPermission()) !== 'granted') return null;
	const worker = await navigator.serviceWorker.ready;
	const options = { userVisibleOnly: true, applicationServerKey: key };
	return addressOf(await worker.pushManager.subscribe(options));
}

/** The address that this browser has already, to be said again: the server may have lost it. */
export async function address(): Promise<Address | null> {
	const subscription = await current();
	return subscription ? addressOf(subscription) : null;
}

export async function unsubscribe(): Promise<void> {
	await (await current())?.unsubscribe();
}

async function current(): Promise<PushSubscription | null> {
	const worker = await navigator.serviceWorker?.getRegistration();
	return (await worker?.pushManager.getSubscription()) ?? null;
}

function addressOf(subscription: PushSubscription): Address {
	const { endpoint, keys } = subscription.toJSON();
	return { endpoint: endpoint ?? '', p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' };
}
