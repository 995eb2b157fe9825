import { describe, expect, it, vi } from 'vitest';
import type { Head, InboxEntry, Message, Person } from '#lib/protocol.ts';
import type { Line } from '#lib/sync/line.ts';
import { InboxStore, type Role } from './inbox.svelte.ts';

const topics = { place: vi.fn(), want: vi.fn() };
const line = { topics, clock: { now: () => 0 } } as unknown as Line;

function head(fields: Partial<Head> = {}): Head {
	return {
		conversation: 'a',
		kind: 'direct',
		title: '',
		people: [],
		version: 40,
		last_number: 10,
		updated_at: '2026-11-22T13:00:00Z',
		last_message: null,
		last_read_number: 8,
		last_read_at: null,
		unread: 2,
		marked_unread: false,
		archived: false,
		muted_until: null,
		own_version: 5,
		standing: 'open',
		needs_reply: false,
		...fields
	};
}

function entry(fields: Partial<InboxEntry>): InboxEntry {
	const { conversation, last_number, last_read_number, last_read_at } = head();
	const { unread, marked_unread, archived, muted_until, own_version } = head();
	const base = { conversation, last_number, last_read_number, last_read_at, unread };
	return { ...base, marked_unread, archived, muted_until, own_version, ...fields };
}

function message(number: number, version = number + 30): Message {
	const created_at = `2026-11-22T13:${10 + number}:00Z`;
	return { conversation: 'a', number, version, created_at, content: `${number}` } as Message;
}

function inboxWith(...heads: Head[]): InboxStore {
	const inbox = new InboxStore(line, () => false, vi.fn());
	inbox.put(heads);
	return inbox;
}

/** Every order of some news. */
function orders<T>(news: T[]): T[][] {
	if (news.length < 2) return [news];
	return news.flatMap((first, i) => orders(news.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

describe('unread', () => {
	const news: ((inbox: InboxStore) => void)[] = [
		(inbox) => inbox.said(message(11), 41, false, 8),
		(inbox) => inbox.said(message(12), 42, false, 8),
		(inbox) => inbox.entry(entry({ last_read_number: 11, last_number: 11, own_version: 6 })),
		(inbox) => inbox.read('a', 10)
	];

	it.each(orders(news))('is the same whatever order news comes in (%#)', (...order) => {
		const inbox = inboxWith(head());
		for (const tell of order) tell(inbox);
		expect(inbox.get('a')).toMatchObject({ last_number: 12, last_read_number: 11, unread: 1 });
		expect(inbox.get('a')?.last_message?.content).toBe('12');
	});

	it('does not count a message twice', () => {
		const inbox = inboxWith(head());
		inbox.said(message(11), 41, false, 8);
		inbox.said(message(11), 41, false, 8);
		expect(inbox.get('a')?.unread).toBe(3);
		expect(inbox.unread).toBe(1);
	});

	it('ends with my own words, which also take the flag away', () => {
		const inbox = inboxWith(head({ marked_unread: true }));
		inbox.said(message(11), 41, true, 11);
		expect(inbox.get('a')).toMatchObject({ unread: 0, marked_unread: false });
	});
});

describe('a head read late', () => {
	it('does not undo what frames have told', () => {
		const inbox = inboxWith(head());
		inbox.said(message(11), 41, false, 8);
		inbox.entry(entry({ last_read_number: 11, last_number: 11, own_version: 9 }));
		inbox.put([head()]);
		expect(inbox.get('a')).toMatchObject({ version: 41, last_number: 11, unread: 0 });
		expect(inbox.get('a')?.last_message?.number).toBe(11);
	});

	it('brings each half that is newer', () => {
		const inbox = inboxWith(head());
		inbox.said(message(11), 41, false, 8);
		inbox.put([head({ version: 39, own_version: 8, marked_unread: true })]);
		expect(inbox.get('a')).toMatchObject({ last_number: 11, marked_unread: true });
	});
});

describe('the archive', () => {
	it('gives a conversation back with its next message, without being told', () => {
		const inbox = inboxWith(head({ archived: true }));
		expect(inbox.list('archived')).toHaveLength(1);
		inbox.said(message(11), 41, false, 8);
		expect(inbox.list('archived')).toHaveLength(0);
		expect(inbox.list('all')).toHaveLength(1);
	});

	it('does not take one away that has spoken since', () => {
		const inbox = inboxWith(head());
		inbox.said(message(11), 41, false, 8);
		inbox.entry(entry({ archived: true, last_number: 10, own_version: 6 }));
		expect(inbox.get('a')?.archived).toBe(false);
	});
});

describe('the list', () => {
	it('is sorted by the last word', () => {
		const inbox = inboxWith(
			head({ conversation: 'b', updated_at: '2026-11-22T13:05:00Z' }),
			head()
		);
		expect(inbox.list('all').map(({ conversation }) => conversation)).toEqual(['b', 'a']);
		inbox.said(message(11), 41, false, 8);
		expect(inbox.list('all').map(({ conversation }) => conversation)).toEqual(['a', 'b']);
	});

	it('is, if asked for, only of those with a host, or with a model', () => {
		const [host, model] = [{ is_host: true }, { is_host: true, is_model: true }] as Person[];
		const inbox = inboxWith(
			head({ conversation: 'a', people: [host as Person] }),
			head({ conversation: 'b', people: [host as Person, model as Person] }),
			head({ conversation: 'c', people: [model as Person], standing: 'left' })
		);
		const names = (role?: Role) => inbox.list('all', role).map((row) => row.conversation);
		expect(names('host').sort()).toEqual(['a', 'b']);
		expect(names('model')).toEqual(['b']);
		expect(names()).toHaveLength(3);
	});

	it('asks for a role by pages of its own, until all is here anyway', async () => {
		const read = vi.fn().mockResolvedValue({ conversations: [], next: null });
		const inbox = new InboxStore({ ...line, read } as unknown as Line, () => false, vi.fn());
		await inbox.more('all', 'host');
		expect(read).toHaveBeenLastCalledWith(
			'/api/v1/inbox',
			expect.objectContaining({ filter: 'all', role: 'host' })
		);
		expect(inbox.shelf('all').next).toBeUndefined();
		await inbox.more('all');
		await inbox.more('all', 'model');
		expect(read).toHaveBeenCalledTimes(2);
		expect(inbox.shelf('all', 'model').next).toBeNull();
	});

	it('knows that it is whole when a fresh welcome held everything', () => {
		const inbox = new InboxStore(line, () => false, vi.fn());
		inbox.welcomed({ cursor: '1', heads: [head()], more: false });
		expect(inbox.ready).toBe(true);
		expect(inbox.shelf('all').next).toBeNull();
	});

	it('asks for a conversation that it hears of and does not know', () => {
		const inbox = inboxWith();
		inbox.entry(entry({ conversation: 'x', marked_unread: true }));
		expect(line.topics.want).toHaveBeenCalledWith('conversation.x');
	});
});

describe('pushes about a conversation', () => {
	it('go from the screen once all of it is read, on whatever device', () => {
		const known = vi.fn();
		const inbox = new InboxStore(line, () => false, known);
		inbox.put([head()]);
		expect(known).not.toHaveBeenCalled();
		inbox.entry(entry({ last_read_number: 9, own_version: 6 }));
		expect(known).not.toHaveBeenCalled();
		inbox.entry(entry({ last_read_number: 10, own_version: 7 }));
		expect(known).toHaveBeenCalledExactlyOnceWith(['conversation.a']);
	});

	it('are gone for good where it was read before the page was opened', () => {
		const known = vi.fn();
		const inbox = new InboxStore(line, () => false, known);
		inbox.put([head({ last_read_number: 10 })]);
		inbox.put([head({ last_read_number: 10, version: 41 })]);
		expect(known).toHaveBeenCalledExactlyOnceWith(['conversation.a']);
	});
});
