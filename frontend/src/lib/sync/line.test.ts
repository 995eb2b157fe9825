// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Me } from '#lib/protocol.ts';
import { FakeServer } from './fake-server.ts';
import { Line, type Keeper } from './line.ts';

let server: FakeServer;

function setUp(kept: string[] = []) {
	const line = new Line();
	const keeper = {
		apply: vi.fn(),
		restore: vi.fn(),
		forget: vi.fn(),
		adopt: vi.fn(async () => undefined),
		missed: vi.fn(),
		read: vi.fn(),
		kept: () => kept,
		copy: () => ({ me: { id: 'ana' } as Me, heads: [], whole: true }),
		welcomed: vi.fn(),
		connected: vi.fn(),
		voided: vi.fn(),
		signedOut: vi.fn(),
		unwelcome: vi.fn()
	} satisfies Keeper;
	line.open(keeper);
	return { line, keeper };
}

function reconnect(): void {
	server.last.drop();
	vi.advanceTimersByTime(500);
	server.last.open();
}

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(Math, 'random').mockReturnValue(1);
	server = new FakeServer();
});

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

describe('hello', () => {
	it('of a fresh client says nothing', () => {
		setUp();
		server.last.open();
		expect(server.last.said('hello')).toEqual({ type: 'hello', ref: 1 });
	});

	it('of one that was here says what it has', () => {
		const { line } = setUp(['conversation.a', 'conversation.unread']);
		server.welcome();
		line.topics.place('conversation.a', 44);
		line.topics.place('conversation.b', 9);
		line.topics.place('call.9f', 7);
		line.watches.watch('call.9f');
		server.last.say({ type: 'session.changed', topic: 'user', version: 121, data: {} });
		reconnect();
		expect(server.last.said('hello')).toMatchObject({
			epoch: 'k3f9',
			inbox: '77',
			user: 121,
			cursors: { 'conversation.a': 44, 'call.9f': 7 }
		});
	});
});

describe('a welcome', () => {
	it('brings what changed, and frames go on from there', () => {
		const { line, keeper } = setUp();
		server.welcome();
		line.topics.place('conversation.a', 44);
		reconnect();
		const objects = [{ type: 'message.created', version: 45, data: {} }];
		server.welcome({
			topics: { user: { version: 120, objects: [] }, 'conversation.a': { version: 45, objects } }
		});
		server.last.say({ type: 'message.created', topic: 'conversation.a', version: 46, data: {} });
		const versions = keeper.apply.mock.calls.map(([frame]) => frame.version);
		expect(versions).toEqual([45, 46]);
	});

	it('of another epoch voids everything first', () => {
		const { line, keeper } = setUp();
		server.welcome();
		line.topics.place('conversation.a', 44);
		reconnect();
		server.welcome({ epoch: 'other', topics: { user: { version: 3, objects: [] } } });
		expect(keeper.voided).toHaveBeenCalledTimes(1);
		expect(line.topics.versions()).toEqual({ user: 3 });
	});

	it('names what is gone, which is forgotten', () => {
		const { line, keeper } = setUp();
		line.topics.place('conversation.a', 44);
		server.welcome({ gone: ['conversation.a'] });
		expect(keeper.forget).toHaveBeenCalledWith('conversation.a');
		expect(line.topics.version('conversation.a')).toBeUndefined();
	});
});

describe('a reset of everything', () => {
	it('makes the next hello that of a fresh client', () => {
		const { keeper } = setUp();
		server.welcome();
		server.last.say({ type: 'reset', reason: 'epoch' });
		expect(keeper.voided).toHaveBeenCalledTimes(1);
		reconnect();
		expect(Object.keys(server.last.said('hello'))).toEqual(['type', 'ref']);
	});
});

describe('asking', () => {
	it('goes over HTTP with the same key when the socket loses the answer', async () => {
		const { line } = setUp();
		server.welcome();
		document.cookie = 'csrftoken=t';
		const fetched = vi.fn(async () => Response.json({ number: 1, version: 2 }));
		vi.stubGlobal('fetch', fetched);
		const message = { conversation: 'a', content: 'Hello', key: 'k' };
		const asked = line.ask('message.send', message);
		expect(server.last.said('message.send').key).toBe('k');
		server.last.drop();
		await expect(asked).resolves.toEqual({ number: 1, version: 2 });
		const [path, init] = fetched.mock.calls[0] as unknown as [string, RequestInit];
		expect(path).toBe('/api/v1/message.send');
		expect(JSON.parse(String(init.body))).toEqual(message);
	});
});

describe('watching', () => {
	it('is asked for once, however many look, and again after a lost connection', () => {
		const { line } = setUp();
		server.welcome();
		line.watches.watch('call.9f');
		line.watches.watch('call.9f');
		expect(server.last.frames.filter(({ type }) => type === 'watch')).toHaveLength(1);
		reconnect();
		server.welcome();
		expect(server.last.frames.filter(({ type }) => type === 'watch')).toHaveLength(1);
	});

	it('is asked for what was read between hello and welcome', () => {
		const { line } = setUp();
		server.last.open();
		line.topics.place('call.9f', 7);
		line.watches.watch('call.9f');
		server.welcome();
		expect(server.last.said('watch')).toMatchObject({ topic: 'call.9f', version: 7 });
	});

	it('ends a while after the last viewer left', () => {
		const { line } = setUp();
		server.welcome();
		const leave = line.watches.watch('call.9f');
		leave();
		vi.advanceTimersByTime(9_000);
		line.watches.watch('call.9f')();
		vi.advanceTimersByTime(9_000);
		expect(server.last.frames.some(({ type }) => type === 'unwatch')).toBe(false);
		vi.advanceTimersByTime(1_100);
		expect(server.last.said('unwatch').topic).toBe('call.9f');
	});
});
