import type {
	ApplicationDecided,
	Applied,
	Archiving,
	BookingDecided,
	CalendarRenewed,
	CallDecided,
	CallOpened,
	Changed,
	Confirmed,
	DeviceRegistered,
	Done,
	Head,
	Hello,
	InboxState,
	Me,
	Noted,
	NotificationsRead,
	OfferDecided,
	Posted,
	Seen,
	Sent,
	SessionSaved,
	Started,
	TokenCreated,
	TopicState,
	Verbs,
	Welcome
} from '#lib/protocol.ts';
import * as api from './api.ts';
import { ServerClock } from './clock.ts';
import { Interrupted } from './errors.ts';
import { isSignal, isTopicFrame, type ControlFrame } from './frames.ts';
import type { RelayOwner } from './relay.ts';
import { Socket, type Connection, type Way } from './socket.ts';
import { Tabs } from './tabs.ts';
import { Topics, type TopicsOwner } from './topics.ts';
import { Watches } from './watches.ts';

const CURSORS = 200;
const LARGEST_PAGE = 100;

/** What each verb answers; the others say nothing that a client needs. */
export interface Answers {
	'account.export': Archiving;
	'token.create': TokenCreated;
	block: Done;
	unblock: Done;
	'booking.agree': BookingDecided;
	'booking.cancel': BookingDecided;
	'booking.no_show': BookingDecided;
	'booking.object': BookingDecided;
	'booking.rate': BookingDecided;
	'calendar.renew': CalendarRenewed;
	'call.agree': ApplicationDecided;
	'call.apply': Applied;
	'call.cancel': CallDecided;
	'call.confirm': Confirmed;
	'call.extend': CallDecided;
	'call.invite': CallDecided;
	'call.open': CallOpened;
	'call.reject': ApplicationDecided;
	'call.reopen': CallDecided;
	'call.shortlist': ApplicationDecided;
	'call.update': CallDecided;
	'call.view': Seen;
	'call.withdraw': ApplicationDecided;
	'conversation.accept': Changed;
	'conversation.add': Changed;
	'conversation.archive': InboxState;
	'conversation.leave': Changed;
	'conversation.mark_unread': InboxState;
	'conversation.mute': InboxState;
	'conversation.read': InboxState;
	'conversation.remove': Changed;
	'conversation.rename': Changed;
	'conversation.role': Changed;
	'conversation.start': Started;
	'message.delete': Changed;
	'message.edit': Changed;
	'message.react': Changed;
	'device.register': DeviceRegistered;
	'device.remove': Noted;
	'message.send': Sent;
	'notification.keep_quiet': Noted;
	'notification.look': Noted;
	'notification.prefer': Noted;
	'notification.read': NotificationsRead;
	'notification.read_all': NotificationsRead;
	'offer.accept': OfferDecided;
	'offer.decline': OfferDecided;
	'offer.send': OfferDecided;
	'offer.withdraw': OfferDecided;
	bell: Done;
	follow: Done;
	follow_lists: Done;
	'follower.remove': Done;
	'post.delete': Posted;
	'post.pin': Posted;
	'post.publish': Posted;
	'post.update': Posted;
	'profile.update': Done;
	report: Noted;
	appeal: Noted;
	'session.cancel': SessionSaved;
	'session.create': SessionSaved;
	'session.update': SessionSaved;
	sign_out: Done;
	typing: Noted;
	unfollow: Done;
}

/** From where a later visit may go on. */
export interface Cursors {
	epoch: string;
	inbox: string;
	user: number;
}

/** Who keeps what the line brings: the stores, seen from below. */
export interface Keeper extends Omit<TopicsOwner, 'sync' | 'live'> {
	/** Cursors of what is kept beyond the inbox, the open ones first. */
	kept(): string[];
	welcomed(frame: Welcome): void;
	connected(connection: Connection): void;
	/** What is known now, for another tab: the rows of the inbox, and whether these are all. */
	copy(): { me: Me; heads: Head[]; whole: boolean };
	/** Everything that was known is void: the server's data is of another epoch. */
	voided(): void;
	signedOut(): void;
	unwelcome(): void;
	/** For debugging: every frame as it came. */
	heard?(frame: { type: string }): void;
}

/**
 * The line to the server, as the rest of the client sees it: ask for something, read something,
 * watch something. Underneath are one socket, the versions of all topics and HTTP as a second way.
 */
export class Line implements RelayOwner {
	readonly clock = new ServerClock();
	socket: Way;
	readonly topics: Topics;
	readonly watches: Watches;
	/** What the server admits, as its last welcome said. */
	limits: Record<string, number> = {};
	#keeper!: Keeper;
	#epoch: string | null = null;
	#inbox: string | null = null;
	#heartbeat = 0;
	#server: Welcome['server'] = { version: '', feature_level: 0 };

	constructor() {
		this.socket = new Socket(this);
		const self = this;
		this.topics = new Topics({
			get live() {
				return self.live;
			},
			apply: (frame) => this.#keeper.apply(frame),
			restore: (topic, frames) => this.#keeper.restore(topic, frames),
			forget: (topic) => {
				this.watches.forget(topic);
				this.#keeper.forget(topic);
			},
			adopt: (topic) => this.#keeper.adopt(topic),
			missed: (topic) => this.#keeper.missed(topic),
			read: (topic, number) => this.#keeper.read(topic, number),
			sync: (cursors) => this.#sync(cursors)
		});
		this.watches = new Watches(this.topics, (verb, fields) => this.socket.ask(verb, fields));
	}

	/** `person`: whose it is. All their tabs in this browser share one socket. */
	open(keeper: Keeper, person?: string): void {
		this.#keeper = keeper;
		if (person && Tabs.possible()) this.socket = new Tabs(`callboard ${person}`, this);
		this.socket.open();
	}

	cursors(): Cursors | null {
		const user = this.topics.version('user');
		if (this.#epoch === null || this.#inbox === null || user === undefined) return null;
		return { epoch: this.#epoch, inbox: this.#inbox, user };
	}

	/** Before `open`: an earlier visit came this far, and what it knew is in the stores. */
	goOn({ epoch, inbox, user }: Cursors): void {
		this.#epoch = epoch;
		this.#inbox = inbox;
		this.topics.place('user', user);
	}

	get live(): boolean {
		return this.socket.connection === 'live';
	}

	/** By socket, else by HTTP: both doors do the same, and a key makes a second try harmless. */
	async ask<V extends keyof Answers>(verb: V, fields: Verbs[V]): Promise<Answers[V]> {
		try {
			return (await this.socket.ask(verb, fields)) as unknown as Answers[V];
		} catch (error) {
			if (!(error instanceof Interrupted)) throw error;
			return (await api.post(verb, fields)) as unknown as Answers[V];
		}
	}

	/** Read over HTTP. What is read carries versions, so it may race with frames. */
	read<T>(path: string, parameters: Record<string, string | number | undefined> = {}): Promise<T> {
		return api.get<T>(path, parameters);
	}

	/** All that a list holds, page after page: for screens that show or count everything. */
	async all<T>(path: string, name: string): Promise<T[]> {
		const found: T[] = [];
		let cursor: string | undefined;
		do {
			const parameters = { cursor, limit: LARGEST_PAGE };
			const page = await this.read<Record<string, unknown>>(path, parameters);
			found.push(...(page[name] as T[]));
			cursor = (page.next as string | null) ?? undefined;
		} while (cursor);
		return found;
	}

	// --- what the socket tells -----------------------------------------------------------------

	hello(): Hello {
		const user = this.topics.version('user');
		if (this.#epoch === null || user === undefined) return {};
		const versions = this.topics.versions();
		const names = [...this.#keeper.kept(), ...this.watches.topics()];
		const known = [...new Set(names)].filter((name) => versions[name] !== undefined);
		const first = known.slice(0, CURSORS);
		const cursors = first.map((name) => [name, versions[name]]);
		return { epoch: this.#epoch, inbox: this.#inbox, user, cursors: Object.fromEntries(cursors) };
	}

	welcomed(frame: Welcome): void {
		this.clock.set(frame.now);
		this.limits = frame.limits;
		if (this.#epoch !== null && this.#epoch !== frame.epoch) this.#void();
		this.#epoch = frame.epoch;
		this.#inbox = frame.inbox.cursor;
		this.#heartbeat = frame.heartbeat;
		this.#server = frame.server;
		this.watches.named(Object.keys(frame.topics));
		this.#keeper.welcomed(frame);
		for (const [name, state] of Object.entries(frame.topics)) this.topics.absorb(name, state);
		for (const name of frame.gone) this.topics.revoke(name);
	}

	standing(): ReturnType<RelayOwner['standing']> {
		const { me, heads, whole } = this.#keeper.copy();
		return {
			server: this.#server,
			me,
			epoch: this.#epoch ?? '',
			now: new Date(this.clock.now()).toISOString(),
			heartbeat: this.#heartbeat,
			limits: this.limits,
			inbox: { cursor: this.#inbox ?? '', heads, more: !whole }
		};
	}

	own(): number {
		return this.topics.version('user') ?? 0;
	}

	received(frame: { type: string }): void {
		this.#keeper.heard?.(frame);
		if ('now' in frame && frame.type !== 'welcome') this.clock.hear(String(frame.now));
		const control = frame as ControlFrame;
		if (control.type === 'heads') this.topics.heads(control.topics);
		else if (control.type === 'revoked') this.topics.revoke(control.topic);
		// A reset of one topic needs nothing: the snapshot that follows says so itself.
		else if (control.type === 'reset' && !control.topic) this.#void();
		else if (isSignal(frame)) this.#keeper.apply(frame);
		else if (isTopicFrame(frame)) this.topics.receive(frame);
	}

	changed(connection: Connection): void {
		this.#keeper.connected(connection);
		if (connection === 'live') this.watches.resume();
	}

	signedOut(): void {
		this.#keeper.signedOut();
	}

	unwelcome(): void {
		this.#keeper.unwelcome();
	}

	/** The server's data is of another past: it closes now, and I say hello as if new. */
	#void(): void {
		this.#epoch = null;
		this.topics.clear();
		this.#keeper.voided();
	}

	async #sync(cursors: Record<string, number>): Promise<Record<string, TopicState>> {
		const states = await this.socket.ask('sync', { cursors });
		return states as unknown as Record<string, TopicState>;
	}
}
