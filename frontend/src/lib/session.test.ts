// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { line, outgoing } from './app.ts';
import type { Head, Me } from './protocol.ts';
import { begin, signOut } from './session.ts';
import { FakeServer } from './sync/fake-server.ts';
import { Storage } from './sync/storage.ts';

const replace = vi.fn();
const signedOut = Response.json({ code: 'signed_out', message: 'Sign in first.' }, { status: 401 });

function serverSays(answers: Record<string, Response>): void {
	const answer = vi.fn(async (path: string) => answers[path]?.clone() ?? Response.error());
	vi.stubGlobal('fetch', answer);
}

beforeEach(() => {
	vi.stubGlobal('location', { origin: 'http://here', replace });
	replace.mockClear();
});

afterEach(() => {
	line.socket.close();
	vi.unstubAllGlobals();
});

async function keptOf(person: string): Promise<unknown[]> {
	return (await Storage.of(person)).all('draft');
}

describe('who is signed in', () => {
	it('is nobody, and then nothing of anybody is kept', async () => {
		await (await Storage.of('ana')).put('draft', 'a', { place: 'a', text: 'Begun' });
		serverSays({ '/api/v1/me': signedOut });
		expect(await begin()).toBe('out');
		expect(await keptOf('ana')).toEqual([]);
	});

	it('is not known while the server is away, and what is kept stays', async () => {
		await (await Storage.of('ana')).put('draft', 'a', { place: 'a', text: 'Begun' });
		serverSays({});
		expect(await begin()).toBe('unreachable');
		expect(await keptOf('ana')).toHaveLength(1);
	});

	it('finds their own drafts again, and wipes them on signing out', async () => {
		await (await Storage.of('ana')).put('draft', 'a', { place: 'a', text: 'Begun' });
		const server = new FakeServer();
		serverSays({
			'/api/v1/me': Response.json({ id: 'ana' }),
			'/_allauth/browser/v1/auth/session': Response.json({ status: 401 }, { status: 401 })
		});
		expect(await begin()).toBe('in');
		expect(outgoing.draft('a')).toBe('Begun');
		expect(server.sockets).toHaveLength(1);
		await signOut();
		expect(replace).toHaveBeenCalledWith('/sign-in');
		expect(await keptOf('ana')).toEqual([]);
	});
});

describe('a session that the server ends', () => {
	it('leaves nothing behind, and the sign-in page says why', async () => {
		// A page of its own: whoever left one does not come back to it.
		vi.resetModules();
		const [app, session] = await Promise.all([import('./app.ts'), import('./session.ts')]);
		const server = new FakeServer();
		serverSays({ '/api/v1/me': Response.json({ id: 'ana' }) });
		expect(await session.begin()).toBe('in');
		await (await Storage.of('ana')).put('draft', 'a', { place: 'a', text: 'Begun' });
		server.welcome();
		server.last.drop(4401);
		await vi.waitFor(() => expect(replace).toHaveBeenCalledWith('/sign-in?ended'));
		expect(await keptOf('ana')).toEqual([]);
		app.line.socket.close();
	});
});

describe('a later visit', () => {
	const cursors = { epoch: 'k3f9', inbox: '77', user: 120 };
	const head = { conversation: 'a', people: [], version: 4, last_number: 2, last_read_number: 2 };
	const reload = vi.fn();

	async function cameBack(answers: Record<string, Response>) {
		const shelf = await Storage.of('ana');
		await shelf.put('here', 'here', { me: { id: 'ana' } as Me, heads: [head as unknown as Head], cursors });
		await shelf.put('draft', 'a', { place: 'a', text: 'Begun' });
		vi.resetModules();
		vi.stubGlobal('location', { origin: 'http://here', replace, reload });
		const server = new FakeServer();
		serverSays(answers);
		const [app, session] = await Promise.all([import('./app.ts'), import('./session.ts')]);
		return { app, session, server };
	}

	it('shows what was there before anybody answers, and sends nothing yet', async () => {
		const { app, session, server } = await cameBack({});
		expect(await session.begin()).toBe('in');
		expect(app.inbox.list('all').map(({ conversation }) => conversation)).toEqual(['a']);
		await app.outgoing.send('a', 'Written without a network');
		expect(server.sockets).toEqual([]);
		expect(app.outgoing.of('a')).toMatchObject([{ content: 'Written without a network' }]);
		// It goes on asking who it is, until somebody says.
		serverSays({ '/api/v1/me': signedOut });
		dispatchEvent(new Event('online'));
		await vi.waitFor(() => expect(replace).toHaveBeenCalled());
	});

	it('goes on from where the last one stood', async () => {
		const { app, session, server } = await cameBack({ '/api/v1/me': Response.json({ id: 'ana' }) });
		expect(await session.begin()).toBe('in');
		await vi.waitFor(() => expect(server.sockets).toHaveLength(1));
		server.last.open();
		expect(server.last.said('hello')).toMatchObject({ epoch: 'k3f9', inbox: '77', user: 120 });
		server.welcome({ epoch: 'another' });
		expect(app.inbox.list('all')).toEqual([]);
		app.line.socket.close();
	});

	it('of one who is signed out by now ends, and nothing stays', async () => {
		const { session } = await cameBack({ '/api/v1/me': signedOut });
		await session.begin();
		await vi.waitFor(() => expect(replace).toHaveBeenCalledWith('/sign-in?ended'));
		expect(await Storage.whose()).toBeNull();
	});

	it('of somebody else begins anew, with nothing of the one before', async () => {
		const { session, server } = await cameBack({ '/api/v1/me': Response.json({ id: 'mika' }) });
		await session.begin();
		await vi.waitFor(() => expect(reload).toHaveBeenCalled());
		expect(server.sockets).toEqual([]);
		expect(await Storage.whose()).toBeNull();
	});
});
