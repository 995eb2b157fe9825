import type {
	Agenda,
	Booking,
	HostedSession,
	Session,
	SessionSaved,
	Verbs
} from '#lib/protocol.ts';
import type { Line } from '#lib/sync/line.ts';
import { agreeing } from './agreeing.ts';
import { Newest } from './newest.ts';
import { Reading } from './reading.svelte.ts';
import { freeIn } from '#lib/words/places.ts';

/** Something on a day: a session of mine with who comes, or a place of mine at another's. */
export interface Entry {
	session: Session;
	bookings: Booking[];
	hosting: boolean;
	/** When it is for me: as the session says, or as I have agreed to come. */
	starts_at: string;
	ends_at: string;
}

type Decision = 'booking.cancel' | 'booking.no_show' | 'booking.object';

/** My evenings: those I host and those I am booked for. */
export class AgendaStore {
	#sessions = new Newest<HostedSession>();
	#bookings = new Newest<Booking>();
	#span: [from: string, to: string] | null = null;
	readonly reading = new Reading();
	readonly #bySession = $derived(
		Map.groupBy(this.#bookings.values(), (booking) => booking.session.id)
	);

	readonly entries = $derived.by(() => {
		const hosted = [...this.#sessions.values()].map((session): Entry => {
			const { starts_at, ends_at } = session;
			const bookings = this.#bySession.get(session.id) ?? [];
			return { session, bookings, hosting: true, starts_at, ends_at };
		});
		const elsewhere = [...this.#bySession].filter(([session]) => !this.#sessions.has(session));
		const booked = elsewhere.map(([, bookings]): Entry => {
			// Somebody may have left a place and taken it again: only the last time counts.
			const [latest] = bookings.toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1));
			const mine = latest as Booking;
			const { session, starts_at, ends_at } = mine;
			return { session, bookings: [mine], hosting: false, starts_at, ends_at };
		});
		return [...hosted, ...booked].sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1));
	});

	constructor(private readonly line: Line) {}

	session(id: string): HostedSession | undefined {
		return this.#sessions.get(id);
	}

	entry(session: string): Entry | undefined {
		return this.entries.find((entry) => entry.session.id === session);
	}

	/** The latest place of a model in a session. */
	bookingOf(session: string, model: string): Booking | undefined {
		const theirs = this.#bySession.get(session)?.filter((booking) => booking.model.id === model);
		return theirs?.toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1))[0];
	}

	/** The newest that is known of a booking; `booking` itself where nothing newer is. */
	current(booking: Booking): Booking {
		return this.#bookings.get(booking.id) ?? booking;
	}

	load(from: string, to: string): Promise<void> {
		return this.reading.run(() => this.#read(from, to));
	}

	/** Days beyond what was read so far, as another month. */
	async more(from: string, to: string): Promise<void> {
		if (this.#span && this.#span[0] <= from && this.#span[1] >= to) return;
		await this.#read(from, to);
	}

	/** One evening, wherever in time it is; of another's there is nothing to read. */
	async one(session: string): Promise<void> {
		this.#keep(await this.line.read<Agenda>(`/api/v1/sessions/${session}`));
	}

	hosts(session: HostedSession): void {
		this.#sessions.keep(session.id, session);
	}

	booked(booking: Booking): void {
		this.#bookings.keep(booking.id, booking);
	}

	async create(fields: Verbs['session.create']): Promise<SessionSaved> {
		const created = await this.line.ask('session.create', fields);
		await this.#reread();
		return created;
	}

	async update(fields: Verbs['session.update']): Promise<void> {
		await this.line.ask('session.update', fields);
		await this.#reread();
	}

	async callOff(session: string, key: string): Promise<void> {
		await this.line.ask('session.cancel', { session, key });
		await this.#reread();
	}

	/** To the time to which a booked evening was moved. */
	async agree(booking: Booking, key: string): Promise<void> {
		const { id, terms } = booking;
		const ask = this.line.ask('booking.agree', { booking: id, terms, key });
		await agreeing(booking, ask, () => this.#reread());
		await this.#reread();
	}

	async decide(verb: Decision, booking: string, key: string): Promise<void> {
		await this.line.ask(verb, { booking, key });
		await this.#reread();
	}

	/** The stars show at once; they go out again if the server does not take them. */
	async rate(booking: Booking, stars: number, key: string): Promise<void> {
		this.booked({ ...booking, my_stars: stars });
		try {
			await this.line.ask('booking.rate', { booking: booking.id, stars, key });
		} catch (error) {
			this.booked(booking);
			throw error;
		}
		await this.#reread();
	}

	clear(): void {
		this.#sessions.clear();
		this.#bookings.clear();
		this.#span = null;
		this.reading.stale();
	}

	async #read(from: string, to: string): Promise<void> {
		this.#keep(await this.line.read<Agenda>('/api/v1/agenda', { from, to }));
		this.#span ??= [from, to];
	}

	#keep({ sessions, bookings }: Agenda): void {
		for (const session of sessions) this.hosts(session);
		for (const booking of bookings) this.booked(booking);
	}

	/** A frame brings what my own act has changed; without a socket it has to be asked for. */
	async #reread(): Promise<void> {
		if (!this.line.live && this.#span) await this.#read(...this.#span);
	}
}

/** A session to come with a free place. */
export function isVacant(session: Session, now: number): boolean {
	const ahead = Date.parse(session.starts_at) > now;
	return ahead && !session.cancelled && freeIn(session) > 0;
}

/** What of mine is at the same time: evenings that I host, and places that are mine. */
export function clashes(session: Session, entries: Entry[]): Entry[] {
	return entries.filter((entry) => {
		const { session: other } = entry;
		if (other.id === session.id || other.cancelled) return false;
		const mine = entry.hosting || entry.bookings.some(({ state }) => state === 'confirmed');
		return mine && entry.starts_at < session.ends_at && session.starts_at < entry.ends_at;
	});
}
