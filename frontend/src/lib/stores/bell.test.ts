import { describe, expect, it, vi } from 'vitest';
import type { Notice } from '#lib/protocol.ts';
import type { EventFrame } from '#lib/sync/frames.ts';
import type { Line } from '#lib/sync/line.ts';
import { BellStore } from './bell.svelte.ts';

function notice(fields: Partial<Notice> = {}): Notice {
	const created_at = '2026-11-22T13:00:00Z';
	return {
		id: 'n',
		about: 'call.a',
		path: '/calls/a',
		created_at,
		read_at: null,
		version: 1,
		...fields
	} as Notice;
}

function changed(data: Notice, unread: number): EventFrame<'notification.changed'> {
	return { data, unread, version: data.version } as EventFrame<'notification.changed'>;
}

function bell() {
	const known = vi.fn();
	return { known, bell: new BellStore({} as Line, known) };
}

const READ = '2026-11-22T14:00:00Z';

describe('the bell', () => {
	it('holds the count of the newest version, in whatever order they come', () => {
		const { bell: it } = bell();
		it.changed(changed(notice({ id: 'b', version: 4 }), 2));
		it.changed(changed(notice({ id: 'a', version: 3 }), 1));
		expect(it.unread).toBe(2);
	});

	it('takes the push of what was read elsewhere from the screen', () => {
		const { bell: it, known } = bell();
		it.changed(changed(notice(), 1));
		expect(known).toHaveBeenLastCalledWith([]);
		it.changed(changed(notice({ read_at: READ, version: 2 }), 0));
		expect(known).toHaveBeenLastCalledWith(['call.a']);
	});

	it('leaves it while there is newer news of the same', () => {
		const { bell: it, known } = bell();
		it.changed(changed(notice({ id: 'new', version: 3 }), 1));
		it.changed(changed(notice({ id: 'old', read_at: READ, version: 2 }), 1));
		expect(known).toHaveBeenLastCalledWith([]);
	});
});
