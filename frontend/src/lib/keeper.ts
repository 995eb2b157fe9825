import {
	agenda,
	author,
	bell,
	board,
	calls,
	connection,
	feed,
	hosting,
	inbox,
	line,
	me,
	notices,
	offers,
	outgoing,
	posts,
	pictures,
	signals,
	threads
} from './app.ts';
import { debugging } from './debug.ts';
import type { HereKeeper } from './stores/here.ts';
import type { Message, Post, Welcome } from './protocol.ts';
import type { EventFrame, EventName } from './sync/frames.ts';
import { idIn, kindOf } from './sync/kinds.ts';
import type { Keeper } from './sync/line.ts';
import type { Connection } from './sync/socket.ts';
import { isMuted } from './stores/heads.ts';
import { mentions } from './words/pieces.ts';
import { newsOf, settledBy } from './words/news.ts';
import { excerpt } from './words/messages.ts';
import { named } from './words/people.ts';

type Apply = { [T in EventName]: (frame: EventFrame<T>) => void };

/** What each event means for the stores: one line per type. Each bears being told twice. */
const APPLY: Apply = {
	'me.changed': ({ data }) => me.set(data),
	'inbox.changed': ({ data }) => inbox.entry(data),
	'message.created': (frame) => said(frame),
	'message.changed': ({ data, version }) => (
		inbox.edited(data, version),
		threads.put(data),
		notices.unsay(spokenOf(data))
	),
	'reaction.changed': ({ data }) => threads.react(data),
	'conversation.changed': ({ data, version }) => inbox.info(data, version, me.it.id),
	'participant.changed': ({ data, topic }) => (
		inbox.participant(idIn(topic), data, me.it.id),
		threads.participant(idIn(topic), data)
	),
	'image.changed': ({ data }) => pictures.looked(data),
	typing: ({ data, ttl }) => signals.typing(data, ttl),
	receipts: ({ data }) => signals.read(data),
	presence: ({ data }) => signals.present(data.person, data.online),
	'call.changed': ({ data, version }) => (
		board.moved(data),
		calls.changed(data, version),
		void author.readUpcoming(data.id)
	),
	'call.told': ({ data }) => board.told(data),
	'host_call.changed': ({ data }) => hosting.changed(data),
	'applicant.changed': ({ data }) => (hosting.applicant(data), threads.application(data)),
	'figures.changed': ({ data }) => hosting.figures(data),
	'application.changed': ({ data }) => (board.applied(data), threads.application(data)),
	'booking.changed': ({ data }) => (agenda.booked(data), threads.booking(data), board.again()),
	'offer.changed': ({ data }) => (offers.changed(data), threads.offer(data)),
	'session.changed': ({ data }) => agenda.hosts(data),
	'post.changed': ({ data, topic }) => published(data, topic),
	'post.removed': ({ data }) => posts.remove(data),
	'follows.changed': () => (feed.turned(), void author.again()),
	'notification.changed': (frame) => bell.changed(frame)
};

function said({ data, version, last_read_number }: EventFrame<'message.created'>): void {
	const before = inbox.get(data.conversation);
	inbox.said(data, version, data.sender === me.it.id, last_read_number);
	threads.put(data);
	if (data.sender && !data.via) spoke(data.conversation, data.sender, data.number);
	outgoing.arrived(data.key);
	pictures.arrived(data.key);
	const called = before?.kind === 'group' && mentions(data.content, me.it.handle);
	if (called && data.sender !== me.it.id) inbox.called(data.conversation, data.number);
	if (before && data.number > before.last_number) announce(data);
	// Whether a first text to a stranger waits for an answer is known by the server alone.
	if (before?.last_number === 0) void threads.load(data.conversation).catch(() => undefined);
}

function published(post: Post, topic: string): void {
	const mine = post.author.id === me.it.id;
	posts.keep(post);
	author.told(post, mine);
	feed.told(post, !mine && kindOf(topic) === 'profile.followers');
}

/** Whoever says something themselves has stopped writing, and has read what was before. */
function spoke(conversation: string, sender: string, number: number): void {
	signals.stopped(conversation, sender);
	if (sender in signals.readers(conversation)) {
		signals.read({ conversation, read: { [sender]: number } });
	}
}

function announce(message: Message): void {
	if (message.sender === me.it.id) return;
	const head = inbox.get(message.conversation);
	if (head && isMuted(head, line.clock.now()) && !inbox.isCalled(head)) return;
	const sender = head?.people.find((person) => person.id === message.sender);
	const text = sender ? `${named(sender)}: ${excerpt(message)}` : excerpt(message);
	notices.speak(text, spokenOf(message));
}

function spokenOf({ conversation, number }: Message): string {
	return `${conversation} ${number}`;
}

/** What comes live and asks for an answer is told where one is; not where it shows anyway. */
function tellNews(frame: EventFrame): void {
	if (!line.live || !me.known) return;
	const news = newsOf(frame, { me: me.it.id, now: line.clock.now(), zone: me.it.time_zone });
	const settled = news ? null : settledBy(frame);
	if (settled) notices.settled(settled);
	if (!news || isKnown(frame) || location.pathname === news.href) return;
	if (frame.type === 'call.told' && location.pathname === '/calls') return;
	notices.news(news);
}

/** A call that was told of before, or a booking or offer that stands so already. */
function isKnown(frame: EventFrame): boolean {
	if (frame.type === 'call.told') return board.get(frame.data.call.id) !== undefined;
	if (frame.type === 'offer.changed') {
		return offers.get(frame.data.id)?.status === frame.data.status;
	}
	if (frame.type !== 'booking.changed') return false;
	const { state, moved_to } = agenda.current(frame.data);
	const known = agenda.current(frame.data) !== frame.data;
	return known && state === frame.data.state && !moved_to === !frame.data.moved_to;
}

/** Puts what the line brings into the stores. */
export class Stores implements Keeper {
	readonly heard = debugging();

	constructor(
		private readonly leave: { signedOut(): void; unwelcome(): void },
		private readonly here?: HereKeeper
	) {}

	apply(frame: EventFrame): void {
		// An event of a newer server, which this client does not know, has nothing to show here.
		const apply = APPLY[frame.type] as ((frame: EventFrame) => void) | undefined;
		tellNews(frame);
		apply?.(frame);
		this.here?.later();
	}

	restore(topic: string, frames: EventFrame[]): void {
		if (topic === 'user') {
			// My own topic went on too far to be told change by change.
			this.#clearPages();
			void inbox.refill();
		}
		if (kindOf(topic) === 'conversation') threads.restore(idIn(topic), frames);
		for (const frame of frames) this.apply(frame);
	}

	forget(topic: string): void {
		const id = idIn(topic);
		this.here?.later();
		switch (kindOf(topic)) {
			case 'conversation':
				inbox.forget(id);
				threads.forget(id);
				void outgoing.forget(id);
				pictures.forget(id);
				break;
			case 'profile':
			case 'profile.followers':
				author.revoked(topic);
				break;
			case 'call.host':
				hosting.forget(topic);
		}
	}

	adopt(topic: string): Promise<void> {
		return threads.load(idIn(topic));
	}

	missed(): void {
		feed.peek();
	}

	read(topic: string, lastReadNumber: number): void {
		inbox.read(idIn(topic), lastReadNumber);
	}

	kept(): string[] {
		return threads.topics();
	}

	copy() {
		return { me: me.it, heads: inbox.all(), whole: inbox.whole };
	}

	welcomed(frame: Welcome): void {
		me.set(frame.me);
		inbox.welcomed(frame.inbox);
		this.here?.later();
	}

	connected(state: Connection): void {
		connection.set(state);
		if (state !== 'live') return;
		void outgoing.flush();
		void pictures.flush();
		feed.resume();
		signals.again();
	}

	voided(): void {
		this.here?.drop();
		inbox.clear();
		threads.voided();
		this.#clearPages();
	}

	signedOut(): void {
		this.leave.signedOut();
	}

	unwelcome(): void {
		if (!inbox.ready) void inbox.more('all');
		this.leave.unwelcome();
	}

	#clearPages(): void {
		calls.clear();
		board.clear();
		hosting.clear();
		agenda.clear();
		offers.clear();
		feed.clear();
		author.clear();
		posts.clear();
		bell.clear();
	}
}
