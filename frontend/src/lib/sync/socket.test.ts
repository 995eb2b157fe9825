// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isOutdated } from './build.ts';
import { Interrupted, Refused } from './errors.ts';
import { FakeServer } from './fake-server.ts';
import { Socket, SUBPROTOCOL, type Connection } from './socket.ts';

vi.mock('./build.ts', () => ({ isOutdated: vi.fn(async () => false) }));

let server: FakeServer;

function setUp() {
	const states: Connection[] = [];
	const owner = {
		hello: () => ({ user: 7 }),
		welcomed: vi.fn(),
		received: vi.fn(),
		changed: (state: Connection) => void states.push(state),
		signedOut: vi.fn(),
		unwelcome: vi.fn()
	};
	const socket = new Socket(owner);
	socket.open();
	return { socket, owner, states };
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

describe('a connection', () => {
	it('begins with hello under the one subprotocol, and is live when welcomed', () => {
		const { states } = setUp();
		expect(server.last.protocol).toBe(SUBPROTOCOL);
		server.last.open();
		expect(server.last.frames).toEqual([{ type: 'hello', ref: 1, user: 7 }]);
		expect(states).toEqual(['opening']);
		server.welcome();
		expect(states).toEqual(['opening', 'live']);
	});

	it('gives credit back at once and answers a ping', () => {
		setUp();
		const line = server.welcome();
		line.say({ type: 'mark', token: 'x9' });
		line.say({ type: 'ping', now: '2026-11-22T13:00:25.000Z' });
		expect(line.frames.slice(-2)).toEqual([{ type: 'mark', token: 'x9' }, { type: 'pong' }]);
	});

	it('answers each question by its ref', async () => {
		const { socket } = setUp();
		const line = server.welcome();
		const first = socket.ask('sync', { cursors: { user: 1 } });
		const second = socket.ask('sync', { cursors: { user: 2 } });
		const [a, b] = line.frames.filter(({ type }) => type === 'sync');
		line.say({ type: 'reply', ref: b?.ref, ok: true, data: { second: 1 } });
		const no = { code: 'not_found', message: 'Nothing here.', retry: false };
		line.say({ type: 'reply', ref: a?.ref, ok: false, error: no });
		await expect(second).resolves.toEqual({ second: 1 });
		await expect(first).rejects.toThrow(Refused);
	});

	it('tells who waits for an answer when it is lost', async () => {
		const { socket } = setUp();
		const line = server.welcome();
		const question = socket.ask('sync', { cursors: {} });
		line.drop();
		await expect(question).rejects.toThrow(Interrupted);
		await expect(socket.ask('sync', { cursors: {} })).rejects.toThrow(Interrupted);
	});
});

describe('coming back', () => {
	it('waits longer each time, and not at all when the network returns', () => {
		const { socket } = setUp();
		server.last.drop();
		vi.advanceTimersByTime(499);
		expect(server.sockets).toHaveLength(1);
		vi.advanceTimersByTime(1);
		expect(server.sockets).toHaveLength(2);
		server.last.drop();
		vi.advanceTimersByTime(999);
		expect(server.sockets).toHaveLength(2);
		socket.wake();
		expect(server.sockets).toHaveLength(3);
	});

	it('begins with short waits again after a minute of peace', () => {
		setUp();
		server.last.drop();
		vi.advanceTimersByTime(500);
		server.welcome();
		vi.advanceTimersByTime(25_000);
		server.last.say({ type: 'ping', now: '2026-11-22T13:00:25.000Z' });
		vi.advanceTimersByTime(30_000);
		server.last.say({ type: 'ping', now: '2026-11-22T13:00:55.000Z' });
		vi.advanceTimersByTime(5_000);
		server.last.drop();
		vi.advanceTimersByTime(500);
		expect(server.sockets).toHaveLength(3);
	});

	it('happens after 35 seconds without a frame', () => {
		setUp();
		server.welcome();
		vi.advanceTimersByTime(34_999);
		expect(server.sockets).toHaveLength(1);
		vi.advanceTimersByTime(2);
		expect(server.sockets).toHaveLength(2);
	});

	it('happens when hello is refused', () => {
		const { owner } = setUp();
		server.last.open();
		const away = { code: 'unavailable', message: 'The database is away.', retry: true };
		server.last.say({ type: 'reply', ref: 1, ok: false, error: away });
		expect(owner.unwelcome).toHaveBeenCalled();
		vi.advanceTimersByTime(500);
		expect(server.sockets).toHaveLength(2);
	});

	it('goes by the goodbye where the close code got lost', () => {
		setUp();
		server.welcome();
		server.last.say({ type: 'bye', code: 1012, reason: 'restart', retry_ms: [100, 200] });
		server.last.drop(1006);
		vi.advanceTimersByTime(199);
		expect(server.sockets).toHaveLength(1);
		vi.advanceTimersByTime(1);
		expect(server.sockets).toHaveLength(2);
	});

	it('does not happen in a tab that was displaced, unless asked for', () => {
		const { socket, states } = setUp();
		server.welcome();
		server.last.drop(4409);
		vi.advanceTimersByTime(600_000);
		expect(server.sockets).toHaveLength(1);
		expect(states.at(-1)).toBe('displaced');
		socket.open();
		expect(server.sockets).toHaveLength(2);
	});

	it('goes on after a close that says wrong frame, if the server has no other client', async () => {
		const { states } = setUp();
		vi.mocked(isOutdated).mockResolvedValue(false);
		server.welcome();
		server.last.drop(4400);
		await vi.advanceTimersByTimeAsync(59_000);
		expect(server.sockets).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(1_000);
		expect(server.sockets).toHaveLength(2);
		expect(states).not.toContain('refused');
	});

	it('ends with such a close, if this client is out of date', async () => {
		const { states } = setUp();
		vi.mocked(isOutdated).mockResolvedValue(true);
		server.welcome();
		server.last.drop(4400);
		await vi.advanceTimersByTimeAsync(600_000);
		expect(server.sockets).toHaveLength(1);
		expect(states.at(-1)).toBe('refused');
	});

	it('happens soon where a connection has died in a sleep', async () => {
		const { socket, states } = setUp();
		server.welcome();
		socket.wake();
		socket.wake();
		expect(server.last.frames.filter(({ type }) => type === 'sync')).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(2_501);
		expect(server.sockets).toHaveLength(2);
		expect(states.slice(-2)).toEqual(['waiting', 'opening']);
	});

	it('does not happen where the connection answers after a sleep', async () => {
		const { socket } = setUp();
		const line = server.welcome();
		socket.wake();
		line.say({ type: 'reply', ref: line.said('sync').ref, ok: true, data: {} });
		await vi.advanceTimersByTimeAsync(30_000);
		expect(server.sockets).toHaveLength(1);
		socket.wake();
		expect(line.frames.filter(({ type }) => type === 'sync')).toHaveLength(2);
	});

	it('does not happen when the session has ended', () => {
		const { owner } = setUp();
		server.welcome();
		server.last.drop(4401);
		vi.advanceTimersByTime(600_000);
		expect(owner.signedOut).toHaveBeenCalledTimes(1);
		expect(server.sockets).toHaveLength(1);
	});
});
