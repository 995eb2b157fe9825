// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import type { Booking, HostedSession, Session } from '#lib/protocol.ts';
import { Refused } from '#lib/sync/errors.ts';
import type { Line } from '#lib/sync/line.ts';
import { AgendaStore, clashes } from './agenda.svelte.ts';

function session(id: string, from: string, to: string, fields: Partial<Session> = {}): Session {
	const day = '2026-11-24T';
	return { id, starts_at: `${day}${from}Z`, ends_at: `${day}${to}Z`, ...fields } as Session;
}

const EVENING = session('s', '18:00:00', '20:00:00');

function booking(fields: Partial<Booking> = {}): Booking {
	const { starts_at, ends_at } = EVENING;
	const when = { session: EVENING, starts_at, ends_at, moved_to: null };
	const base = { id: 'b', ...when, state: 'confirmed', version: 3, my_stars: null };
	return { ...base, created_at: '2026-11-20T10:00:00Z', ...fields } as Booking;
}

function setUp(ask = vi.fn().mockResolvedValue({})) {
	return { ask, agenda: new AgendaStore({ ask, live: true } as unknown as Line) };
}

describe('an evening', () => {
	it('of mine stands with who comes', () => {
		const { agenda } = setUp();
		agenda.booked(booking());
		agenda.hosts({ ...EVENING, version: 1 } as HostedSession);
		expect(agenda.entries).toHaveLength(1);
		expect(agenda.entries[0]).toMatchObject({ hosting: true, bookings: [{ id: 'b' }] });
	});

	it('that I left and was booked for again stands once, as it is now', () => {
		const { agenda } = setUp();
		agenda.booked(booking({ id: 'old', state: 'cancelled_by_model' }));
		agenda.booked(booking({ created_at: '2026-11-21T10:00:00Z' }));
		expect(agenda.entries.map(({ bookings }) => bookings.map(({ id }) => id))).toEqual([['b']]);
	});

	it('stands where I have agreed to come while I am asked to move', () => {
		const { agenda } = setUp();
		const moved = session('s', '10:00:00', '12:00:00');
		agenda.booked(booking({ session: moved, moved_to: [moved.starts_at, moved.ends_at] }));
		expect(agenda.entries[0]).toMatchObject({ starts_at: EVENING.starts_at });
		expect(clashes(session('x', '10:00:00', '11:00:00'), agenda.entries)).toHaveLength(0);
		expect(clashes(session('x', '19:30:00', '21:00:00'), agenda.entries)).toHaveLength(1);
	});

	it('clashes with what overlaps it, and not with what is back to back', () => {
		const { agenda } = setUp();
		agenda.booked(booking());
		const others = agenda.entries;
		expect(clashes(session('x', '19:30:00', '21:00:00'), others)).toHaveLength(1);
		expect(clashes(session('x', '20:00:00', '21:00:00'), others)).toHaveLength(0);
		expect(clashes(EVENING, others)).toHaveLength(0);
	});

	it('does not clash with a place that I left', () => {
		const { agenda } = setUp();
		agenda.booked(booking({ state: 'cancelled_by_model' }));
		expect(clashes(session('x', '18:00:00', '21:00:00'), agenda.entries)).toEqual([]);
	});
});

describe('stars', () => {
	it('show at once', async () => {
		const { agenda, ask } = setUp(vi.fn().mockReturnValue(new Promise(() => undefined)));
		agenda.booked(booking());
		void agenda.rate(booking(), 5, 'key');
		expect(agenda.current(booking()).my_stars).toBe(5);
		expect(ask).toHaveBeenCalledWith('booking.rate', { booking: 'b', stars: 5, key: 'key' });
	});

	it('go out again when they are refused', async () => {
		const no = new Refused({ code: 'conflict', message: 'Given already.', retry: false });
		const { agenda } = setUp(vi.fn().mockRejectedValue(no));
		agenda.booked(booking());
		await expect(agenda.rate(booking(), 5, 'key')).rejects.toBe(no);
		expect(agenda.current(booking()).my_stars).toBeNull();
	});
});
