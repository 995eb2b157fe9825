import { connection, inbox, line, me, outgoing, pictures, threads } from './app.ts';
import { Stores } from './keeper.ts';
import type { Me } from './protocol.ts';
import { Cache } from './stores/cache.ts';
import { HereKeeper, type Here } from './stores/here.ts';
import { keepShell } from './push/shell.ts';
import { isInSight } from './looking.ts';
import { badge } from './push/screen.ts';
import { unsubscribe } from './push/subscription.ts';
import { signOutHere } from './account.ts';
import { get, post } from './sync/api.ts';
import { deviceTime } from './sync/clock.ts';
import { Refused } from './sync/errors.ts';
import { Backoff } from './sync/reconnect.ts';
import { Memory, Storage, type Shelf } from './sync/storage.ts';

/** Whether somebody is signed in; `unreachable`: nobody can say, the server does not answer. */
export type Standing = 'in' | 'out' | 'unreachable';

let beginning: Promise<Standing> | null = null;

/** Find out who is signed in and open the line for them, once. */
export async function begin(): Promise<Standing> {
	beginning ??= start();
	const standing = await beginning;
	if (standing !== 'in') beginning = null;
	return standing;
}

async function start(): Promise<Standing> {
	const kept = await lastVisit();
	if (!kept) return meet();
	// Shown at once; nothing is said in this person's name before the server knows them.
	me.set(kept.here.me);
	inbox.restore(kept.here.heads);
	line.goOn(kept.here.cursors);
	await settle(kept.shelf);
	void recognise(kept.shelf);
	return 'in';
}

/** Nobody was here lately: the server says who it is. */
async function meet(): Promise<Standing> {
	try {
		me.set(await get<Me>('/api/v1/me'));
	} catch (error) {
		if (!isSignedOut(error)) return 'unreachable';
		await wipe();
		return 'out';
	}
	const shelf = await shelfOf(me.it.id);
	await settle(shelf);
	go(shelf);
	return 'in';
}

/** Is it still the one who was here last? Asked until there is an answer. */
async function recognise(shelf: Shelf): Promise<void> {
	const backoff = new Backoff();
	for (;;) {
		try {
			const found = await get<Me>('/api/v1/me');
			if (found.id !== me.it.id) return await makeRoom(found.id);
			me.set(found);
			return go(shelf);
		} catch (error) {
			if (isSignedOut(error)) return leave();
			connection.set('waiting');
			await Promise.race([wait(500 + backoff.next()), backOnline()]);
		}
	}
}

/** What this person began and sent on this device. */
async function settle(shelf: Shelf): Promise<void> {
	pictures.open(shelf);
	await outgoing.open(shelf);
	const cache = new Cache(shelf);
	threads.keepOn(cache);
	ends.push(() => cache.close());
}

/** What has to stop before all that is kept is deleted. */
const ends: (() => void)[] = [];

function go(shelf: Shelf): void {
	const here = new HereKeeper(shelf, () => {
		const cursors = line.cursors();
		return cursors && { me: me.it, heads: inbox.all(), cursors };
	});
	outgoing.confirm();
	pictures.confirm();
	ends.push(() => here.close());
	const doors = { signedOut: () => void leave(), unwelcome: () => void probe() };
	line.open(new Stores(doors, here), me.it.id);
	keepShell();
	addEventListener('online', () => line.socket.wake());
	addEventListener('offline', () => line.socket.sleep());
	addEventListener('focus', () => line.socket.wake());
	addEventListener('pageshow', () => line.socket.wake());
	afterSleep(() => line.socket.wake());
	addEventListener('pagehide', () => (outgoing.keepAll(), here.keep()));
	document.addEventListener('visibilitychange', () => {
		// In sight because another was closed, perhaps, which had a picture to bring.
		if (isInSight()) (line.socket.wake(), void pictures.flush());
		else (outgoing.keepAll(), here.keep());
	});
}

const BEAT = 5_000;
const SLEPT = 15_000;

/** A device that slept with its page in sight tells nobody of it: the time has jumped. */
function afterSleep(wake: () => void): void {
	let seen = deviceTime();
	const beat = setInterval(() => {
		const now = deviceTime();
		if (now - seen > SLEPT && isInSight()) wake();
		seen = now;
	}, BEAT);
	ends.push(() => clearInterval(beat));
}

async function lastVisit(): Promise<{ shelf: Shelf; here: Here } | null> {
	try {
		const person = await Storage.whose();
		if (!person) return null;
		const shelf = await Storage.of(person);
		const here = await HereKeeper.read(shelf);
		return here ? { shelf, here } : null;
	} catch {
		return null;
	}
}

/** Somebody else has signed in at this browser: a new page, with nothing of the one before. */
async function makeRoom(person: string): Promise<void> {
	await shelfOf(person);
	location.reload();
}

/** Where the page goes when the session has ended: of itself, unless somebody has asked for it. */
const ENDED = '/sign-in?ended';
let next = ENDED;
let leaving = false;

/** Sign out here: the session ends on the server, and nothing stays on this device. */
export async function signOut(): Promise<void> {
	await end(signOutHere, '/sign-in');
}

/** Close the account: its sign-ins end with it, and nothing stays on this device. */
export async function deleteAccount(): Promise<void> {
	await end(() => post('account.delete', {}), '/sign-in?left');
}

async function end(ask: () => Promise<unknown>, to: string): Promise<void> {
	// The socket may hear of the end before the answer is here.
	next = to;
	try {
		await ask();
	} catch (error) {
		next = ENDED;
		throw error;
	}
	await leave();
}

async function leave(): Promise<void> {
	if (leaving) return;
	leaving = true;
	line.socket.close();
	outgoing.close();
	pictures.close();
	for (const end of ends) end();
	await wipe();
	// A new page, not a navigation: no store of this one may live on.
	location.replace(next);
}

/** The socket was refused without a reason. Has the session ended, or is the server away? */
async function probe(): Promise<void> {
	try {
		await get<Me>('/api/v1/me');
	} catch (error) {
		if (isSignedOut(error)) await leave();
	}
}

function isSignedOut(error: unknown): boolean {
	return error instanceof Refused && error.code === 'signed_out';
}

function wait(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

function backOnline(): Promise<unknown> {
	return new Promise((resolve) => addEventListener('online', resolve, { once: true }));
}

async function shelfOf(person: string): Promise<Shelf> {
	try {
		return await Storage.of(person);
	} catch {
		return new Memory();
	}
}

async function wipe(): Promise<void> {
	await Storage.wipe().catch(() => undefined);
	// The next person here gets no pushes of this one's.
	await unsubscribe().catch(() => undefined);
	badge(0);
}
