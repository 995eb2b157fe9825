import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TopicState } from '#lib/protocol.ts';
import { Interrupted, Refused } from './errors.ts';
import type { TopicFrame } from './frames.ts';
import { Topics } from './topics.ts';

const TOPIC = 'conversation.5c';

function frame(version: number, topic = TOPIC, type = 'message.created'): TopicFrame {
	return { type, topic, version };
}

function state(version: number, versions: number[], more = false): TopicState {
	return {
		version,
		objects: versions.map((v) => ({ type: 'message.created', version: v, data: {} })),
		more
	};
}

function setUp(answers: (cursors: Record<string, number>) => Record<string, TopicState>) {
	const applied: number[] = [];
	const sync = vi.fn(async (cursors: Record<string, number>) => answers(cursors));
	const owner = {
		apply: vi.fn((f: TopicFrame) => void applied.push(f.version)),
		restore: vi.fn(),
		forget: vi.fn(),
		adopt: vi.fn(async () => undefined),
		missed: vi.fn(),
		read: vi.fn(),
		sync,
		live: true
	};
	return { topics: new Topics(owner), owner, applied, sync };
}

const NOTHING = () => ({});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a topic in order', () => {
	it('applies the next version and drops those it has', () => {
		const { topics, applied } = setUp(NOTHING);
		topics.place(TOPIC, 4);
		for (const version of [5, 5, 3, 6]) topics.receive(frame(version));
		expect(applied).toEqual([5, 6]);
		expect(topics.version(TOPIC)).toBe(6);
	});

	it('counts a change that may not be seen', () => {
		const { topics, applied } = setUp(NOTHING);
		topics.place(TOPIC, 4);
		topics.receive(frame(5, TOPIC, 'skip'));
		topics.receive(frame(6));
		expect(applied).toEqual([6]);
	});

	it('applies a call, which is one object, whenever it is newer', () => {
		const { topics, applied } = setUp(NOTHING);
		topics.place('call.9f', 2);
		for (const version of [7, 5, 8]) topics.receive(frame(version, 'call.9f', 'call.changed'));
		expect(applied).toEqual([7, 8]);
	});
});

describe('a gap', () => {
	it('is held, and healed by the frame that was late', async () => {
		const { topics, applied, sync } = setUp(NOTHING);
		topics.place(TOPIC, 4);
		topics.receive(frame(7));
		topics.receive(frame(6));
		expect(applied).toEqual([]);
		topics.receive(frame(5));
		expect(applied).toEqual([5, 6, 7]);
		await vi.advanceTimersByTimeAsync(1000);
		expect(sync).not.toHaveBeenCalled();
	});

	it('is asked for after a while, once, and what was held follows', async () => {
		const { topics, applied, sync } = setUp(() => ({ [TOPIC]: state(6, [5, 6]) }));
		topics.place(TOPIC, 4);
		topics.receive(frame(7));
		topics.receive(frame(8));
		await vi.advanceTimersByTimeAsync(299);
		expect(sync).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(300);
		expect(sync).toHaveBeenCalledTimes(1);
		expect(sync).toHaveBeenCalledWith({ [TOPIC]: 4 });
		expect(applied).toEqual([5, 6, 7, 8]);
	});

	it('asks page by page from the last version applied', async () => {
		const pages = [state(6, [5, 6], true), state(8, [7, 8])];
		const { topics, applied, sync } = setUp(() => ({ [TOPIC]: pages.shift() as TopicState }));
		topics.place(TOPIC, 4);
		topics.heads({ [TOPIC]: 8 });
		await vi.advanceTimersByTimeAsync(0);
		await vi.advanceTimersByTimeAsync(0);
		expect(sync.mock.calls).toEqual([[{ [TOPIC]: 4 }], [{ [TOPIC]: 6 }]]);
		expect(applied).toEqual([5, 6, 7, 8]);
	});

	it('is asked for again when the server could not answer', async () => {
		const { topics, owner, sync } = setUp(() => ({ [TOPIC]: state(5, [5]) }));
		const busy = { code: 'unavailable', message: 'Busy.', retry: true, after_ms: 700 };
		owner.sync.mockRejectedValueOnce(new Refused(busy));
		topics.place(TOPIC, 4);
		topics.heads({ [TOPIC]: 5 });
		await vi.advanceTimersByTimeAsync(699);
		expect(sync).toHaveBeenCalledTimes(1);
		await vi.advanceTimersByTimeAsync(2);
		expect(sync).toHaveBeenCalledTimes(2);
		expect(topics.version(TOPIC)).toBe(5);
	});

	it('of a topic that is not mine any more ends in forgetting it', async () => {
		const { topics, owner } = setUp(NOTHING);
		topics.place(TOPIC, 4);
		topics.heads({ [TOPIC]: 5 });
		await vi.advanceTimersByTimeAsync(0);
		expect(owner.forget).toHaveBeenCalledWith(TOPIC);
		expect(topics.version(TOPIC)).toBeUndefined();
	});

	it('is left to the next welcome when the connection was lost', async () => {
		const { topics, owner, sync } = setUp(NOTHING);
		owner.sync.mockRejectedValueOnce(new Interrupted());
		owner.live = false;
		topics.place(TOPIC, 4);
		topics.receive(frame(6));
		await vi.advanceTimersByTimeAsync(60_000);
		expect(sync).toHaveBeenCalledTimes(1);
		topics.absorb(TOPIC, state(6, [5, 6]));
		expect(topics.version(TOPIC)).toBe(6);
	});
});

describe('a question under way', () => {
	function slow() {
		const asked: ((states: Record<string, TopicState>) => void)[] = [];
		const all = setUp(NOTHING);
		all.owner.sync = vi.fn(() => new Promise((resolve) => void asked.push(resolve)));
		all.topics.place(TOPIC, 4);
		return { ...all, asked, sync: all.owner.sync };
	}

	it('is asked again when a newer head was told before its answer', async () => {
		const { topics, asked, sync, applied } = slow();
		topics.heads({ [TOPIC]: 5 });
		await vi.advanceTimersByTimeAsync(0);
		topics.heads({ [TOPIC]: 6 });
		asked[0]?.({ [TOPIC]: state(5, [5]) });
		await vi.advanceTimersByTimeAsync(0);
		expect(sync).toHaveBeenLastCalledWith({ [TOPIC]: 5 });
		asked[1]?.({ [TOPIC]: state(6, [6]) });
		await vi.advanceTimersByTimeAsync(0);
		expect(applied).toEqual([5, 6]);
		expect(sync).toHaveBeenCalledTimes(2);
	});

	it('is not asked again for a head that its answer has reached', async () => {
		const { topics, asked, sync } = slow();
		topics.heads({ [TOPIC]: 5 });
		await vi.advanceTimersByTimeAsync(0);
		topics.heads({ [TOPIC]: 6 });
		asked[0]?.({ [TOPIC]: state(6, [5, 6]) });
		await vi.advanceTimersByTimeAsync(60_000);
		expect(sync).toHaveBeenCalledTimes(1);
	});

	it('is asked again when its answer never came though the line lives', async () => {
		const { topics, owner, applied } = setUp(() => ({ [TOPIC]: state(6, [5, 6]) }));
		owner.sync.mockRejectedValueOnce(new Interrupted());
		topics.place(TOPIC, 4);
		topics.heads({ [TOPIC]: 6 });
		await vi.advanceTimersByTimeAsync(2_100);
		expect(applied).toEqual([5, 6]);
	});

	it('of a conversation that could not be read is asked again, too', async () => {
		const { topics, owner } = setUp(NOTHING);
		owner.adopt.mockRejectedValueOnce(new Interrupted());
		topics.receive(frame(11));
		await vi.advanceTimersByTimeAsync(2_100);
		expect(owner.adopt).toHaveBeenCalledTimes(2);
	});

	it('brings nothing back that was revoked meanwhile', async () => {
		const { topics, asked, applied } = slow();
		topics.heads({ [TOPIC]: 5 });
		await vi.advanceTimersByTimeAsync(0);
		topics.revoke(TOPIC);
		asked[0]?.({ [TOPIC]: state(5, [5]) });
		await vi.advanceTimersByTimeAsync(0);
		expect(applied).toEqual([]);
		expect(topics.version(TOPIC)).toBeUndefined();
	});
});

describe('the sweep', () => {
	it('asks for all that is behind in one question', async () => {
		const { topics, sync } = setUp((cursors) =>
			Object.fromEntries(Object.keys(cursors).map((name) => [name, state(9, [])]))
		);
		topics.place('conversation.a', 3);
		topics.place('conversation.b', 9);
		topics.place('user', 1);
		topics.heads({ 'conversation.a': 4, 'conversation.b': 9, user: 2 });
		await vi.advanceTimersByTimeAsync(0);
		expect(sync.mock.calls).toEqual([[{ 'conversation.a': 3, user: 1 }]]);
	});
});

describe('a conversation that is not known', () => {
	it('is adopted once, and its frames wait for it', async () => {
		const { topics, owner, applied } = setUp(NOTHING);
		topics.receive(frame(11));
		topics.receive(frame(12));
		await vi.advanceTimersByTimeAsync(0);
		expect(owner.adopt).toHaveBeenCalledTimes(1);
		topics.place(TOPIC, 11);
		expect(applied).toEqual([12]);
	});

	it('is forgotten if it turns out not to be mine', async () => {
		const { topics, owner } = setUp(NOTHING);
		const none = { code: 'not_found', message: 'Nothing here.', retry: false };
		owner.adopt.mockRejectedValueOnce(new Refused(none));
		topics.heads({ [TOPIC]: 3 });
		await vi.advanceTimersByTimeAsync(0);
		expect(owner.forget).toHaveBeenCalledWith(TOPIC);
	});
});

describe('a reset', () => {
	it('replaces what was known by the snapshot, whatever its version', () => {
		const { topics, owner, applied } = setUp(NOTHING);
		topics.place(TOPIC, 50);
		topics.absorb(TOPIC, { ...state(3, [2, 3]), reset: 'epoch' });
		expect(owner.restore).toHaveBeenCalledTimes(1);
		expect(topics.version(TOPIC)).toBe(3);
		topics.receive(frame(4));
		expect(applied).toEqual([4]);
	});
});
