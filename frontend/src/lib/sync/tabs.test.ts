// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Me } from '#lib/protocol.ts';
import { FakeServer, type FakeSocket } from './fake-server.ts';
import { FakeBrowser } from './fake-tabs.ts';
import { Line, type Keeper } from './line.ts';

const TOPIC = 'conversation.a';
let server: FakeServer;
let browser: FakeBrowser;

/** A tab of Ana's that follows one conversation as soon as it is welcomed. */
function tab(name: string) {
	browser.in(name);
	const line = new Line();
	const applied: number[] = [];
	const keeper = {
		apply: vi.fn((frame: { version: number }) => void applied.push(frame.version)),
		restore: vi.fn(),
		forget: vi.fn(),
		adopt: vi.fn(async () => undefined),
		missed: vi.fn(),
		read: vi.fn(),
		kept: () => [TOPIC],
		copy: () => ({ me: { id: 'ana' } as Me, heads: [], whole: true }),
		welcomed: vi.fn(() => line.topics.place(TOPIC, 4)),
		connected: vi.fn(),
		voided: vi.fn(),
		signedOut: vi.fn(),
		unwelcome: vi.fn()
	} satisfies Keeper;
	line.open(keeper, 'ana');
	return { line, keeper, applied };
}

function says(version: number): object {
	return { type: 'message.created', topic: TOPIC, version, data: {} };
}

function answer(socket: FakeSocket, verb: string, data: object): void {
	socket.say({ type: 'reply', ref: socket.said(verb).ref, ok: true, data });
}

const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
	vi.useFakeTimers();
	server = new FakeServer();
	browser = new FakeBrowser();
});

afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

async function two() {
	const first = tab('first');
	await settled();
	const socket = server.welcome();
	await settled();
	const second = tab('second');
	await settled();
	return { first, second, socket };
}

describe('two tabs of one browser', () => {
	it('have one socket, and both hear what comes', async () => {
		const { first, second, socket } = await two();
		expect(server.sockets).toHaveLength(1);
		expect(second.line.live).toBe(true);
		socket.say(says(5));
		expect([first.applied, second.applied]).toEqual([[5], [5]]);
	});

	it('ask through it, each for itself', async () => {
		const { second, socket } = await two();
		const answered = second.line.ask('typing', { conversation: 'a' });
		await settled();
		answer(socket, 'typing', { heard: 1 });
		expect(await answered).toEqual({ heard: 1 });
	});

	it('hear a refusal as a refusal', async () => {
		const { second, socket } = await two();
		const asked = second.line.ask('follow', { person: 'b' });
		const refused = expect(asked).rejects.toMatchObject({ code: 'blocked' });
		await settled();
		const error = { code: 'blocked', message: 'No.', retry: false };
		socket.say({ type: 'reply', ref: socket.said('follow').ref, ok: false, error });
		await refused;
	});

	it('let go of a call only when neither looks at it', async () => {
		const { first, second, socket } = await two();
		const leave = [first, second].map(({ line }) => line.watches.watch('call.9f'));
		await settled();
		const data = { version: 1, objects: [] };
		for (const { type, ref } of socket.frames) {
			if (type === 'watch') socket.say({ type: 'reply', ref, ok: true, data });
		}
		await settled();
		leave[1]?.();
		await vi.advanceTimersByTimeAsync(11_000);
		expect(() => socket.said('unwatch')).toThrow();
		leave[0]?.();
		await vi.advanceTimersByTimeAsync(11_000);
		expect(socket.said('unwatch').topic).toBe('call.9f');
	});

	it('both hear that the session has ended', async () => {
		const { first, second, socket } = await two();
		socket.drop(4401);
		expect(first.keeper.signedOut).toHaveBeenCalled();
		expect(second.keeper.signedOut).toHaveBeenCalled();
	});

	it('both wait and come back when the connection is lost', async () => {
		const { second, socket } = await two();
		socket.say(says(5));
		socket.drop();
		expect(second.line.live).toBe(false);
		await vi.advanceTimersByTimeAsync(1_000);
		const again = server.welcome({ topics: { user: { version: 120, objects: [] } } });
		await settled();
		expect(again.said('sync').cursors).toEqual({ user: 120, [TOPIC]: 5 });
		const objects = [{ type: 'message.created', version: 6, data: {} }];
		answer(again, 'sync', { [TOPIC]: { version: 6, objects } });
		await settled();
		expect(second.line.live).toBe(true);
		expect(second.applied).toEqual([5, 6]);
	});
});

describe('the tab with the socket', () => {
	it('is followed by the next one, with the cursors of what that one knows', async () => {
		const { second, socket } = await two();
		socket.say(says(5));
		browser.kill('first');
		await settled();
		expect(server.sockets).toHaveLength(2);
		server.last.open();
		expect(server.last.said('hello')).toMatchObject({ user: 120, cursors: { [TOPIC]: 5 } });
		const objects = [{ type: 'message.created', version: 6, data: {} }];
		server.welcome({ topics: { [TOPIC]: { version: 6, objects } } });
		expect(second.line.live).toBe(true);
		expect(second.applied).toEqual([5, 6]);
	});

	it('is not waited for when it does not answer', async () => {
		tab('frozen');
		await settled();
		browser.kill('frozen');
		const holding = vi.fn(() => new Promise<void>(() => undefined));
		browser.in('frozen');
		const held = navigator.locks.request('callboard ana', holding);
		const robbed = expect(held).rejects.toThrow();
		const { line } = tab('second');
		await settled();
		expect(server.sockets).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(8_100);
		await robbed;
		expect(server.sockets).toHaveLength(2);
		server.welcome();
		expect(line.live).toBe(true);
	});
});
