import { AgendaStore } from './stores/agenda.svelte.ts';
import { AuthorStore } from './stores/author.svelte.ts';
import { known } from './push/screen.ts';
import { BellStore } from './stores/bell.svelte.ts';
import { BoardStore } from './stores/board.svelte.ts';
import { CallsStore } from './stores/calls.svelte.ts';
import { ConnectionStore } from './stores/connection.svelte.ts';
import { FeedStore } from './stores/feed.svelte.ts';
import { FollowedStore } from './stores/followed.svelte.ts';
import { GuardStore } from './stores/guard.svelte.ts';
import { HostingStore } from './stores/hosting.svelte.ts';
import { InboxStore } from './stores/inbox.svelte.ts';
import { MeStore } from './stores/me.svelte.ts';
import { NoticesStore } from './stores/notices.svelte.ts';
import { OffersStore } from './stores/offers.svelte.ts';
import { OutgoingStore } from './stores/outgoing.svelte.ts';
import { PartingStore } from './stores/parting.svelte.ts';
import { PostsStore } from './stores/posts.svelte.ts';
import { PicturesStore } from './stores/pictures.svelte.ts';
import { ReportingStore } from './stores/reporting.svelte.ts';
import { SignalsStore } from './stores/signals.svelte.ts';
import { ThreadsStore } from './stores/threads.svelte.ts';
import { TimeStore } from './stores/time.svelte.ts';
import { timeKeysBy } from './sync/keys.ts';
import { Line } from './sync/line.ts';

// One of each for the life of the page. Signing out loads the page anew, so nothing of one
// person can be left in here for the next.
export const line = new Line();
timeKeysBy(() => line.clock.now());
export const connection = new ConnectionStore();
export const notices = new NoticesStore();
export const guard = new GuardStore();
export const time = new TimeStore(line.clock);
export const me = new MeStore(line);
export const calls = new CallsStore(line);
export const inbox: InboxStore = new InboxStore(
	line,
	(conversation) => {
		const thread = threads.get(conversation);
		return thread !== undefined && thread.loaded && !thread.kept;
	},
	known,
	() => time.minute
);
export const threads = new ThreadsStore(line, inbox, calls);
export const board = new BoardStore(line, calls);
export const hosting = new HostingStore(line, calls);
export const agenda = new AgendaStore(line);
export const offers = new OffersStore(line);
export const posts = new PostsStore(time);
export const feed = new FeedStore(line, posts);
export const followed = new FollowedStore();
export const author = new AuthorStore(line, posts);
export const pictures = new PicturesStore(line);
export const signals = new SignalsStore(line);
export const bell = new BellStore(line, known);
export const parting = new PartingStore();
export const reporting = new ReportingStore();
export const outgoing = new OutgoingStore(line);
