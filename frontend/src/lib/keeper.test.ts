// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { calls, inbox, line, me, notices, outgoing, threads } from './app.ts';
import { Stores } from './keeper.ts';
import type { Call, Head, Me, Message, MyApplication, ThreadCard } from './protocol.ts';
import type { EventFrame } from './sync/frames.ts';
import { Memory } from './sync/storage.ts';

const HANNA = { id: 'hanna', handle: 'hanna', name: 'Hanna' };
const HEAD = {
	conversation: 'a',
	people: [HANNA],
	version: 40,
	last_number: 10,
	last_read_number: 10,
	updated_at: '2026-11-22T13:00:00Z',
	standing: 'open',
	own_version: 1
} as Head;

function said(number: number, fields: Partial<Message> = {}): EventFrame {
	const data = { conversation: 'a', number, version: number + 30, content: 'Hi', ...fields };
	const frame = { type: 'message.created', topic: 'conversation.a', version: number + 30, data };
	return frame as unknown as EventFrame;
}

const leave = { signedOut: vi.fn(), unwelcome: vi.fn() };
let stores: Stores;

beforeEach(() => {
	stores = new Stores(leave);
	stores.voided();
	me.set({ id: 'ana', name: 'Ana' } as Me);
	inbox.put([HEAD]);
	vi.spyOn(line, 'read').mockResolvedValue({ card: null });
});

describe('a frame', () => {
	it('of a message reaches the inbox, the thread and those who listen', () => {
		const thread = threads.open('a');
		thread.opened([], false, []);
		stores.apply(said(11, { sender: 'hanna' }));
		expect(inbox.get('a')).toMatchObject({ last_number: 11, unread: 1 });
		expect(thread.messages).toHaveLength(1);
		expect(notices.spoken).toBe('Hanna: Hi');
	});

	it('that changes a message takes its old words from those who listen', () => {
		stores.apply(said(11, { sender: 'hanna', content: 'A secret' }));
		expect(notices.spoken).toBe('Hanna: A secret');
		const changed = said(11, { sender: 'hanna', content: '', deleted_at: '2026-11-22T13:01:00Z' });
		stores.apply({ ...changed, type: 'message.changed', version: 50 } as EventFrame);
		expect(notices.spoken).toBe('');
	});

	it('told twice is as told once', () => {
		stores.apply(said(11, { sender: 'hanna' }));
		const once = inbox.get('a');
		stores.apply(said(11, { sender: 'hanna' }));
		expect(inbox.get('a')).toEqual(once);
	});

	it('of a type that is not known is ignored', () => {
		const frame = { type: 'poll.opened', topic: 'conversation.a', version: 41, data: {} };
		expect(() => stores.apply(frame as unknown as EventFrame)).not.toThrow();
	});

	it('of an application turns the card in its thread', () => {
		const thread = threads.open('a');
		thread.card = { application: { id: 'x', status: 'pending' } } as ThreadCard;
		const call = { id: 'c', version: 1, session: { place: null } } as Call;
		const data = { id: 'x', status: 'accepted', call, version: 2 } as MyApplication;
		stores.apply({ type: 'application.changed', topic: 'user', version: 2, data });
		expect(thread.card.application?.status).toBe('accepted');
	});

	it('of a call shows wherever the call stands', () => {
		const call = { id: 'c', version: 3, status: 'active', session: { place: null } } as Call;
		calls.put(call);
		const data = { id: 'c', status: 'filled', positions_left: 0 } as Call;
		const frame = { type: 'call.changed', topic: 'call.c', version: 4, data, now: '' };
		stores.apply(frame as EventFrame);
		expect(calls.current(call).status).toBe('filled');
	});
});

describe('what is revoked', () => {
	it('is forgotten with its draft and what was to be sent there', async () => {
		const shelf = new Memory();
		await outgoing.open(shelf);
		vi.spyOn(line, 'ask').mockReturnValue(new Promise(() => undefined));
		await outgoing.send('a', 'Not sent yet');
		outgoing.keepDraft('a', 'Begun');
		stores.forget('conversation.a');
		await vi.waitFor(async () => expect(await shelf.all('outbox')).toEqual([]));
		expect(inbox.get('a')).toBeUndefined();
		expect(outgoing.draft('a')).toBe('');
		expect(outgoing.of('a')).toEqual([]);
	});
});
