// Made by `manage.py generate` from the server's Structs. Do not edit.
/* eslint-disable */

/** Let somebody who wrote to me for the first time write more. */
export interface AcceptContact {
	conversation: string;
}

/** Say yes to the `terms` of an offer: the place is mine. */
export interface AcceptOffer {
	offer: string;
	key: string;
	terms: string;
}

/** Bring people whom I know into a group; they see what is said from now on. */
export interface AddPeople {
	conversation: string;
	people: string[];
	key: string;
}

/** The secret path of my calendar; null until it was asked for with `calendar.renew`. */
export interface Address {
	path: string | null;
}

export interface Agenda {
	sessions: HostedSession[];
	bookings: Booking[];
}

/** The session was moved, and I can still come: `terms` are those of the booking now. */
export interface AgreeToMove {
	booking: string;
	key: string;
	terms: string;
}

/** What I applied for was changed, and it suits me: `terms` are those of the call now. */
export interface AgreeToTerms {
	application: string;
	key: string;
	terms: string;
}

/** Ask the staff to look again at a decision against me. Once for each decision. */
export interface Appeal {
	sanction: string;
	text: string;
	key: string;
}

/** An application as the host of the call sees it; `version` is that of the host topic. `asked_again`: they have not agreed yet to fee, time or district as they are now, and cannot be booked. `conversation`: where the two talk, opened by the application. */
export interface Applicant {
	id: string;
	call: string;
	person: Person;
	model: ModelCard;
	status: "accepted" | "expired" | "pending" | "rejected" | "withdrawn";
	reason: string;
	note: string;
	conversation: string;
	viewed: boolean;
	shortlisted: boolean;
	asked_again: boolean;
	created_at: string;
	version: number;
}

/** To the host: somebody applied, withdrew or was decided on. */
export interface ApplicantChanged {
	data: Applicant;
}

/** The model is booked. */
export interface ApplicationAccepted {
	type: "application.accepted";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The model agreed to what was changed. */
export interface ApplicationAgreed {
	type: "application.agreed";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The model applied. */
export interface ApplicationApplied {
	type: "application.applied";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The fee is again the one that the model agreed to. */
export interface ApplicationAsBefore {
	type: "application.as_before";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The fee is another one, and the model is asked. */
export interface ApplicationAskedAgain {
	type: "application.asked_again";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The host cancelled the call. */
export interface ApplicationCancelled {
	type: "application.cancelled";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** To the applicant alone: where their application stands. */
export interface ApplicationChanged {
	data: MyApplication;
}

/** The model is not free any more. */
export interface ApplicationConflict {
	type: "application.conflict";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** `version` is that of `call.<id>.host` for the host, of one's own topic for the model. */
export interface ApplicationDecided {
	application: string;
	status: "accepted" | "expired" | "pending" | "rejected" | "withdrawn";
	version: number;
	receipt: Receipt;
	duplicate?: boolean;
}

/** The host decided for somebody else. */
export interface ApplicationDeclined {
	type: "application.declined";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The call closed without a decision. */
export interface ApplicationExpired {
	type: "application.expired";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** Somebody else was booked. */
export interface ApplicationFilled {
	type: "application.filled";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The session has another time, and the model is asked. */
export interface ApplicationMoved {
	type: "application.moved";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** Time and place are again those that the model agreed to. */
export interface ApplicationMovedBack {
	type: "application.moved_back";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The session has another place, and the model is asked. */
export interface ApplicationPlace {
	type: "application.place";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The model took their application back. */
export interface ApplicationWithdrawn {
	type: "application.withdrawn";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** Newest first. */
export interface Applications {
	applications: MyApplication[];
	next: string | null;
}

/** `version` is that of my own topic. */
export interface Applied {
	application: string;
	conversation: string;
	version: number;
	receipt: Receipt;
	duplicate?: boolean;
}

/** Apply to a call on its `terms`, with a line if there is something to say. */
export interface Apply {
	call: string;
	note?: string;
	key: string;
	terms: string;
}

/** Everything that is mine, as a file to download at `/account/archive/<id>` until `expires_at`. While it is `waiting`, the worker has made `done` of its `parts`. */
export interface Archive {
	id: string;
	state: "failed" | "ready" | "waiting";
	done: number;
	parts: number;
	bytes: number | null;
	created_at: string;
	expires_at: string;
}

/** Put it away until the next message, or with `on: false` bring it back. */
export interface ArchiveConversation {
	conversation: string;
	on?: boolean;
}

/** The worker has begun. */
export interface Archiving {
	archive: Archive;
	duplicate?: boolean;
}

/** Hear nothing from a person any more, and tell them nothing. Bookings between the two stand until somebody cancels them: where there are any, `bookings` says what becomes of them; if it is null, the answer is `bookings_stand`, which lists them. Those that are kept still say that they were moved or cancelled, and never a new place. */
export interface BlockPerson {
	person: string;
	bookings?: "cancel" | "keep" | null;
}

/** In the order of their deadlines. */
export interface Board {
	calls: BoardCall[];
	next: string | null;
}

/** A call as I stand to it. `why`: what of it suits me. `misses`: what I lack. It is for me if `misses` is empty: then I can apply. `application`: my latest. `version` is that of my own topic. */
export interface BoardCall {
	call: Call;
	why: Reason[];
	misses: Reason[];
	seen: boolean;
	application: string | null;
	application_status: "accepted" | "expired" | "pending" | "rejected" | "withdrawn" | null;
	version: number;
}

/** A booked place, for host and model alike; `version` is that of the reader's own topic. `moved_to`: when the session begins and ends since it was moved, while the model has not agreed to that; null: nothing is asked. They may agree to these `terms`, or leave without blame. `my_stars`: what the reader gave, null until then. `state` is `disputed` where the host said that the model did not come, and the model that they did. */
export interface Booking {
	id: string;
	session: Session;
	model: Person;
	state: "cancelled_by_host" | "cancelled_by_model" | "completed" | "confirmed" | "disputed" | "no_show";
	fee_amount: number | null;
	fee_currency: string;
	conversation: string | null;
	starts_at: string;
	ends_at: string;
	moved_to: string[] | null;
	terms: string;
	my_stars: number | null;
	created_at: string;
	version: number;
}

/** The host cancelled the booking. */
export interface BookingCancelledByHost {
	type: "booking.cancelled_by_host";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The model cancelled the booking. */
export interface BookingCancelledByModel {
	type: "booking.cancelled_by_model";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** To host and model: a booking was made or changed. */
export interface BookingChanged {
	data: Booking;
}

/** `version` is that of my own topic. */
export interface BookingDecided {
	booking: string;
	state: "cancelled_by_host" | "cancelled_by_model" | "completed" | "confirmed" | "disputed" | "no_show";
	version: number;
	receipt: Receipt;
	duplicate?: boolean;
}

/** The model did not agree to another time, and the booking is over. */
export interface BookingLapsed {
	type: "booking.lapsed";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The session has another time, and the model is asked. */
export interface BookingMoved {
	type: "booking.moved";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The session is at the time again that the model agreed to. */
export interface BookingMovedBack {
	type: "booking.moved_back";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The host said that the model did not come. */
export interface BookingNoShow {
	type: "booking.no_show";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The model said that they came. */
export interface BookingObjected {
	type: "booking.objected";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The socket closes now. Come back after a random time between `retry_ms`. */
export interface Bye {
	code: number;
	reason: string;
	retry_ms: number[];
}

/** `GET /api/v1/calendar` says where it is now: answers are kept, and a secret is not. */
export interface CalendarRenewed {
	duplicate?: boolean;
}

/** A call as a model sees it. `version` is that of `call.<id>`, to watch it from there. */
export interface Call {
	id: string;
	status: "active" | "cancelled" | "expired" | "filled";
	expires_at: string;
	ended_at: string | null;
	positions_left: number;
	host: Person;
	session: Session;
	requirements: Record<string, any>;
	fee_amount: number | null;
	fee_currency: string;
	note: string;
	terms: string;
	version: number;
	created_at: string;
}

/** The public course of a call. `now` is the server's time, for countdowns. */
export interface CallChanged {
	data: CallState;
	now: string;
}

/** The call as it stands now; `version` is that of `call.<id>`. */
export interface CallDecided {
	call: string;
	call_status: "active" | "cancelled" | "expired" | "filled";
	expires_at: string;
	version: number;
	receipt: Receipt;
	duplicate?: boolean;
}

/** An open call in a line: for what evening, how many places, until when. */
export interface CallLine {
	id: string;
	session: string;
	expires_at: string;
	positions_left: number;
}

/** `version` and `host_version` are those of the call's two topics. */
export interface CallOpened {
	call: string;
	version: number;
	host_version: number;
	receipt: Receipt;
	duplicate?: boolean;
}

/** All that changes about a call in public, the same bytes for everybody. */
export interface CallState {
	id: string;
	status: "active" | "cancelled" | "expired" | "filled";
	expires_at: string;
	ended_at: string | null;
	positions_left: number;
	fee_amount: number | null;
	fee_currency: string;
	note: string;
	terms: string;
	session: Evening;
}

/** A call for me is on the board, or changed there. */
export interface CallTold {
	data: BoardCall;
}

/** Leave a booked place, or as host free it; the other side hears it at once. */
export interface CancelBooking {
	booking: string;
	key: string;
}

/** Take an active call back: applicants hear of it, its bookings are cancelled. */
export interface CancelCall {
	call: string;
	key: string;
}

/** Call the evening off: its call, offers and bookings end with it. */
export interface CancelSession {
	session: string;
	key: string;
}

export interface Card {
	card: ThreadCard | null;
}

export interface CardApplication {
	id: string;
	status: "accepted" | "expired" | "pending" | "rejected" | "withdrawn";
	reason: string;
	note: string;
	asked_again: boolean;
	created_at: string;
}

/** It is so now; `version` is that of the conversation's topic. */
export interface Changed {
	version: number;
	duplicate?: boolean;
}

/** Book this applicant on the `terms` of the call. */
export interface Confirm {
	application: string;
	key: string;
	terms: string;
}

/** `version` is that of `call.<id>.host`. */
export interface Confirmed {
	application: string;
	booking: string;
	call_status: "active" | "cancelled" | "expired" | "filled";
	positions_left: number;
	version: number;
	receipt: Receipt;
	duplicate?: boolean;
}

/** The conversation itself changed: its title, or whether it is open for both. */
export interface ConversationChanged {
	data: ConversationInfo;
}

/** What is the same of a conversation for all who take part. `accepted`: both may write as they like. `blocked`: nothing new is said here. `opened_by` started it; null: a group, or long ago. */
export interface ConversationInfo {
	conversation: string;
	kind: "direct" | "group";
	title: string;
	accepted: boolean;
	blocked: boolean;
	opened_by: string | null;
}

/** A conversation with its newest messages, in ascending order. */
export interface ConversationPage {
	head: Head;
	participants: Participant[];
	messages: Message[];
	more: boolean;
}

/** How far a call has come. At `expires_at` it is over, even where `status` is still active: `expired` follows within moments. */
export interface Course {
	id: string;
	status: "active" | "cancelled" | "expired" | "filled";
	expires_at: string;
	ended_at: string | null;
	positions_left: number;
}

/** Put an evening in my calendar. `local_start` is the wall time in `time_zone`, without an offset: `2027-01-31T18:00`. Where the clocks go back it can mean two moments. `fold` says which: 0 the first, 1 the second; null: there is only one. `is_public`: it stands on my page for everybody, with title, time and district; and everybody who has the link to a call for it sees that call, without its note. */
export interface CreateSession {
	title: string;
	local_start: string;
	minutes: number;
	time_zone: string;
	place?: string;
	district?: string;
	positions?: number;
	is_public?: boolean;
	fold?: 0 | 1 | null;
	key: string;
}

/** Make an API token, at a browser in which the password was entered again lately. It may do what its `scopes` say, and these `verbs` besides. It never touches the account: no other token, no sign-in, no address, no password. */
export interface CreateToken {
	name: string;
	scopes: ("decide" | "read" | "talk")[];
	verbs?: string[];
	expires_at?: string | null;
}

/** Say no, thank you. */
export interface DeclineOffer {
	offer: string;
	key: string;
}

/** Leave: my account is closed at once, and erased at `erase_at`. At a browser in which the password was entered again lately. What I have going ends, and nobody sees me any more. Until `erase_at` I can sign in to keep the account. */
export interface DeleteAccount {
}

/** Take a message of mine back, within 24 hours: only that there was one stays. */
export interface DeleteMessage {
	conversation: string;
	number: number;
	key: string;
}

/** Take a post of mine back, from every screen. */
export interface DeletePost {
	post: string;
}

/** Why I was told of something, or not: the decisions in order, the last one holds. */
export interface DeliveryRecord {
	kind: string;
	about: string;
	title: string;
	channel: "email" | "push";
	state: "dead" | "sending" | "sent" | "skipped" | "waiting";
	reasons: ("blocked" | "folded" | "folding" | "gone" | "looking" | "muted" | "no_device" | "over" | "quiet_hours" | "read_meanwhile" | "refused" | "switched_off" | "throttled" | "unconfirmed" | "urgent" | "wanted")[];
	due_at: string;
	created_at: string;
	ended_at: string | null;
}

/** Newest first. */
export interface DeliveryRecords {
	records: DeliveryRecord[];
	next: string | null;
}

/** `known` false: it was removed, and the browser should let go of its address. */
export interface DeviceRegistered {
	device: string;
	known: boolean;
	duplicate?: boolean;
}

/** By name. `followed`: those of them whom I follow. */
export interface Directory {
	entries: Entry[];
	followed: string[];
	next: string | null;
}

/** It is so now. `version` is that of my own topic. */
export interface Done {
	version: number;
	duplicate?: boolean;
}

/** Change a text of mine, within 15 minutes. */
export interface EditMessage {
	conversation: string;
	number: number;
	content: string;
	key: string;
}

/** Somebody in the directory. `rating`: of the model, or of the host. */
export interface Entry {
	person: Person;
	about: string;
	model: ModelCard | null;
	host_rating: number | null;
}

/** Why not. `retry`: the same command may work later, after `after_ms` milliseconds if given. `receipt`: by how much a deadline was missed. `free_at`: when a budget has room again. `bookings`: what a block has to decide about. `terms`: what it would be agreed to now (`terms_changed`). What does not apply is absent, or null. */
export interface ErrorObject {
	code: "bad_request" | "unknown_verb" | "signed_out" | "forbidden" | "reauthenticate" | "blocked" | "not_found" | "method_not_allowed" | "not_acceptable" | "conflict" | "bookings_stand" | "key_expired" | "key_mismatch" | "already_applied" | "applicant_withdrew" | "model_unavailable" | "not_eligible" | "terms_changed" | "call_cancelled" | "call_expired" | "call_filled" | "too_large" | "unsupported_media" | "rate_limited" | "internal" | "unavailable";
	message: string;
	retry: boolean;
	field?: string | null;
	reasons?: string[] | null;
	after_ms?: number | null;
	free_at?: string | null;
	receipt?: Receipt | null;
	bookings?: StandingBooking[] | null;
	terms?: Terms | null;
}

/** What is public of a session. */
export interface Evening {
	title: string;
	starts_at: string;
	ends_at: string;
	time_zone: string;
	district: string;
	positions: number;
	cancelled: boolean;
}

/** Move the deadline of an active call on, at most to the start of its session. */
export interface ExtendCall {
	call: string;
	expires_at: string;
	key: string;
}

/** How far a call has reached: "12 told, 7 saw it (`seen`), 3 applied". Some find it untold. */
export interface Figures {
	call: string;
	told: number;
	seen: number;
	applied: number;
}

/** To the host: how many were told, saw it, applied. */
export interface FiguresChanged {
	data: Figures;
}

/** See in my feed what a person posts. */
export interface FollowPerson {
	person: string;
}

/** How many I follow. `private_lists`: nobody but me sees whom, and who follows me. `version` is that of my own topic. */
export interface Follows {
	following: number;
	private_lists: boolean;
	version: number;
}

/** Whom I follow has changed, or how: read anew what shows it. */
export interface FollowsChanged {
	data: Follows;
}

/** By name. `followed`: those of them whom I follow. */
export interface Found {
	people: Person[];
	followed: string[];
	next: string | null;
}

/** What was found, the newest first. */
export interface FoundPage {
	messages: Message[];
	next: string | null;
}

/** `people` were added. */
export interface GroupAdded {
	type: "group.added";
	by: NamedPerson;
	people: NamedPerson[];
	title: string;
}

/** `by` has left. */
export interface GroupLeft {
	type: "group.left";
	by: NamedPerson;
	people: NamedPerson[];
	title: string;
}

/** `people` were removed. */
export interface GroupRemoved {
	type: "group.removed";
	by: NamedPerson;
	people: NamedPerson[];
	title: string;
}

/** The group is called `title` now; empty: it has no name any more. */
export interface GroupRenamed {
	type: "group.renamed";
	by: NamedPerson;
	people: NamedPerson[];
	title: string;
}

/** The group was started. */
export interface GroupStarted {
	type: "group.started";
	by: NamedPerson;
	people: NamedPerson[];
	title: string;
}

/** A conversation as a row of one person's inbox. `version` is that of the conversation's topic. The reader's own state rides along, with the version of their own topic at which it last changed, `own_version`. `standing`: `open`; `asking`: my one text waits for an answer; `asked`: a stranger's text waits for mine; `blocked`: nothing new is said here; `left`: I have left, and it is as it was then. `people` are others who take part, eight at most. `needs_reply`: it is a conversation of two, and the last words are the other's. */
export interface Head {
	conversation: string;
	kind: "direct" | "group";
	title: string;
	people: Person[];
	version: number;
	last_number: number;
	updated_at: string;
	last_message: Message | null;
	last_read_number: number;
	last_read_at: string | null;
	unread: number;
	marked_unread: boolean;
	archived: boolean;
	muted_until: string | null;
	own_version: number;
	standing: "asked" | "asking" | "blocked" | "left" | "open";
	needs_reply: boolean;
}

/** Versions that these topics have reached: ask `sync` where you are behind. */
export interface Heads {
	topics: Record<string, number>;
}

/** The first frame, within 5 seconds. A fresh client sends nothing but `ref`. `epoch`, `user` and `inbox` are what the last welcome said and the client has applied since; `cursors` names at most `hello_cursors` topics, the open ones first. One on `call.*` or `profile.*` is a watch. A program with a token is not its person being here, unless it says that it is (`present`). */
export interface Hello {
	epoch?: string | null;
	user?: number | null;
	inbox?: string | null;
	cursors?: Record<string, number>;
	present?: boolean;
}

/** Keep to myself whom I follow and who follows me, or with `private: false` show it. */
export interface HideLists {
	private: boolean;
}

/** `newest`: the position above which news is counted; null: there is no post yet. */
export interface HomePage {
	posts: Post[];
	newest: string | null;
	next: string | null;
}

/** A call of mine as its host: places booked by whatever way, and how many wait for a decision. `version` is that of my own topic. */
export interface HostCall {
	call: Call;
	booked: number;
	pending: number;
	version: number;
}

/** To the host, on every device: a call of mine was opened, applied to or ended. */
export interface HostCallChanged {
	data: HostCall;
}

/** Newest first. */
export interface HostCalls {
	calls: HostCall[];
	next: string | null;
}

/** `version` is that of `call.<id>.host`, to watch it from there. `booked_then`: applications of those who are booked, or host, at that time, until a frame ends them. It is a yes or no: neither where nor with whom. */
export interface HostPage {
	call: HostCall;
	figures: Figures;
	applicants: Applicant[];
	booked_then: string[];
	version: number;
}

/** A session of mine; `is_public`: on my page it stands for everybody. `version` is that of my own topic. */
export interface HostedSession {
	title: string;
	starts_at: string;
	ends_at: string;
	time_zone: string;
	district: string;
	positions: number;
	cancelled: boolean;
	id: string;
	host: Person;
	place: string | null;
	booked: number;
	is_public: boolean;
	version: number;
}

/** A picture of mine was made safe, or cannot be shown. */
export interface ImageChanged {
	data: ImageState;
}

/** A picture of mine on its way: `uploaded`, then `ready` to be sent or `refused`. */
export interface ImageState {
	id: string;
	state: "ready" | "refused" | "uploaded";
	problem: string;
	width: number | null;
	height: number | null;
}

/** Heads of my conversations that changed since the inbox cursor; `more`: fetch the rest. */
export interface Inbox {
	cursor: string;
	heads: Head[];
	more: boolean;
}

/** I read, archived, muted or marked a conversation, here or on another device. */
export interface InboxChanged {
	data: InboxEntry;
}

/** What is mine alone in a conversation. Numbers only grow: keep the highest seen. The rest is as of `own_version`, a version of my own topic. */
export interface InboxEntry {
	conversation: string;
	last_number: number;
	last_read_number: number;
	last_read_at: string | null;
	unread: number;
	marked_unread: boolean;
	archived: boolean;
	muted_until: string | null;
	own_version: number;
}

/** The latest first. */
export interface InboxPage {
	conversations: Head[];
	next: string | null;
}

/** My state of the conversation now; `version` is that of my own topic. */
export interface InboxState {
	version: number;
	last_read_number: number;
	unread: number;
	duplicate?: boolean;
}

/** Ask a model by name to look at this call; requirements do not keep them out. */
export interface InviteToCall {
	call: string;
	person: string;
	key: string;
}

/** When not to disturb me, as wall times in my own zone; without them, any time is fine. */
export interface KeepQuiet {
	quiet_from: string | null;
	quiet_to: string | null;
	urgent_in_quiet_hours: boolean;
	text_in_push: boolean;
}

/** Leave a group. What I have seen stays with me as it was then. */
export interface LeaveConversation {
	conversation: string;
	key: string;
}

/** When everything is erased. */
export interface Leaving {
	erase_at: string;
	duplicate?: boolean;
}

/** Callboard is before my eyes right now. Said again every 30 seconds; `on` false ends it. */
export interface Look {
	on?: boolean;
}

/** Have everything that is mine put into one file; I am told when it is there. At a browser in which the password was entered again lately. One a day; a new one takes the place of the last. */
export interface MakeArchive {
	key: string;
}

/** Give a mark's token back: everything before it has arrived. No reply. */
export interface Mark {
	token: string;
}

/** Send this token back at once: it is your credit for further frames. */
export interface MarkSent {
	token: string;
}

/** Flag it for later, or with `on: false` take the flag away. The pointer stays. */
export interface MarkUnread {
	conversation: string;
	on?: boolean;
}

/** What a call would reach if it were opened now. */
export interface Match {
	matching: number;
	near: NearMiss[];
}

/** A person as only they see themselves. What they do not show (`shows_...`) they do not see of others either. */
export interface Me {
	id: string;
	handle: string;
	name: string;
	avatar: string;
	is_host: boolean;
	is_model: boolean;
	about: string;
	model: ModelCard | null;
	host_rating: number | null;
	blocked: boolean;
	email: string;
	email_confirmed: boolean;
	time_zone: string;
	language: string;
	shows_typing: boolean;
	shows_presence: boolean;
	shows_receipts: boolean;
}

/** A message as one reader sees it, known by its conversation and its number there. `kind`: what somebody wrote, a picture, or what the system says. `version` is that of the conversation's topic at which it last changed. `content` of a system message is in the reader's words and language; `data` holds its facts, or the picture, by `type`; null: it is text alone. `via`: the name of the API token of a program that said it for its sender; null: no program did. `reply_to` is the number of the message that it answers; null: of none. A deleted message is a tombstone: no content, no data. Of `reactions` the higher version wins, one by one. */
export interface Message {
	conversation: string;
	number: number;
	version: number;
	kind: "image" | "system_notification" | "text";
	sender: string | null;
	via: string | null;
	content: string;
	data: ShownImage | GroupStarted | GroupAdded | GroupRemoved | GroupLeft | GroupRenamed | ApplicationApplied | ApplicationWithdrawn | ApplicationAccepted | ApplicationFilled | ApplicationDeclined | ApplicationExpired | ApplicationCancelled | ApplicationConflict | ApplicationMoved | ApplicationPlace | ApplicationMovedBack | ApplicationAskedAgain | ApplicationAsBefore | ApplicationAgreed | BookingMoved | BookingMovedBack | BookingNoShow | BookingObjected | BookingLapsed | BookingCancelledByHost | BookingCancelledByModel | OfferSent | OfferMoved | OfferPlace | OfferAccepted | OfferDeclined | OfferWithdrawn | OfferExpired | null;
	reply_to: number | null;
	reactions: Reaction[];
	key: string | null;
	created_at: string;
	edited_at: string | null;
	deleted_at: string | null;
}

/** A message was edited or deleted. */
export interface MessageChanged {
	data: Message;
}

/** A new message. The frame also carries the recipient's `last_read_number` and `unread`. */
export interface MessageCreated {
	data: Message;
}

/** In ascending order; `more` in the direction that was asked for. */
export interface MessagePage {
	messages: Message[];
	more: boolean;
}

/** What a model offers. `rating` is the mean of the stars, null until the first. */
export interface ModelCard {
	pose_styles: string[];
	rating: number | null;
	experience: string;
	languages: string[];
	about: string;
}

/** Hear nothing of it for some time. `seconds`: for how long; 0: hear it again; null: for ever. */
export interface MuteConversation {
	conversation: string;
	seconds?: number | null;
}

/** My application, as only I see it. `version` is that of my own topic. `receipt`: when I applied, and how long before the deadline; null: nobody knows any more. `terms` are those that I agreed to. `asked_again`: fee, time or district are others since, and I have not agreed to them yet. */
export interface MyApplication {
	id: string;
	call: Call;
	status: "accepted" | "expired" | "pending" | "rejected" | "withdrawn";
	reason: string;
	note: string;
	terms: Record<string, any>;
	conversation: string | null;
	viewed: boolean;
	asked_again: boolean;
	created_at: string;
	receipt: Receipt | null;
	version: number;
}

/** A report of mine, and whether somebody has looked at it. */
export interface MyReport {
	id: string;
	thing: "application" | "booking" | "call" | "group" | "message" | "offer" | "post" | "profile" | "reaction" | "session";
	reason: string;
	state: "closed" | "open" | "taken";
	acted: boolean;
	created_at: string;
	closed_at: string | null;
}

/** A decision of the staff against me, why, until when, and what became of my appeal. */
export interface MySanction {
	id: string;
	kind: "close" | "hide" | "limit" | "suspend" | "warn";
	words: string;
	begins_at: string;
	ends_at: string | null;
	lifted_at: string | null;
	appeal: string;
	answer: string;
	answered_at: string | null;
}

/** Somebody by the name that they had then. */
export interface NamedPerson {
	id: string;
	name: string;
}

/** So many models miss a call by this one requirement only. `best`: the highest of their ratings, if it is the rating that they miss; else null. */
export interface NearMiss {
	requirement: "experience" | "free" | "languages" | "min_rating" | "pose_style";
	count: number;
	best?: number | null;
}

/** How many posts have come in above a position; 100 says "many". */
export interface News {
	count: number;
}

/** The model did not come: to be said until two days after the end. They may object. */
export interface NoShow {
	booking: string;
	key: string;
}

/** It is so now. */
export interface Noted {
	duplicate?: boolean;
}

/** A line of my notification list; `version` is that of my own topic. `about` names the thing (`call.<id>`, `booking.<id>`): unread lines about one thing are one, with their `count`. `path` is the page that it opens. */
export interface Notice {
	id: string;
	kind: string;
	hat: "any" | "host" | "model";
	about: string;
	count: number;
	title: string;
	text: string;
	path: string;
	action: string;
	created_at: string;
	read_at: string | null;
	version: number;
}

/** To me alone: something to know, or that I know it by now. `unread`: how many are new. */
export interface NotificationChanged {
	data: Notice;
	unread: number;
}

/** Newest first. `unread` is how many of all of them are, at `version` of my own topic. */
export interface NotificationPage {
	notifications: Notice[];
	unread: number;
	version: number;
	next: string | null;
}

/** How I am told. `push_key`: what a browser subscribes to pushes with. */
export interface NotificationSettings {
	preferences: Preference[];
	quiet_from: string | null;
	quiet_to: string | null;
	urgent_in_quiet_hours: boolean;
	text_in_push: boolean;
	devices: PushDevice[];
	push_key: string;
}

/** `version` is that of my own topic. */
export interface NotificationsRead {
	unread: number;
	version: number;
	duplicate?: boolean;
}

/** I was there, whatever the host says: until two weeks after the end. */
export interface Object {
	booking: string;
	key: string;
}

/** Who of these people is here? From now on I hear when that changes, until I ask again. Ask at least once a minute. It says nothing of strangers, of the blocked, and of people who do not show it; and nothing at all to whom does not show it either. */
export interface Observe {
	people: string[];
}

/** One model was asked for one session, on these `terms`; `version` is that of the reader's own topic. */
export interface Offer {
	id: string;
	session: Session;
	model: Person;
	status: "accepted" | "declined" | "expired" | "sent" | "withdrawn";
	fee_amount: number | null;
	fee_currency: string;
	note: string;
	terms: string;
	expires_at: string;
	closing: boolean;
	conversation: string | null;
	created_at: string;
	version: number;
}

/** The model said yes. */
export interface OfferAccepted {
	type: "offer.accepted";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** To host and model: an offer was made, answered, taken back or ran out. */
export interface OfferChanged {
	data: Offer;
}

/** `booking`: the place that an accepted offer took. `version` is that of my own topic. */
export interface OfferDecided {
	offer: string;
	status: "accepted" | "declined" | "expired" | "sent" | "withdrawn";
	booking: string | null;
	conversation: string | null;
	version: number;
	receipt: Receipt;
	duplicate?: boolean;
}

/** The model said no. */
export interface OfferDeclined {
	type: "offer.declined";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The offer ran out without an answer. */
export interface OfferExpired {
	type: "offer.expired";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The session of an open offer has another time. */
export interface OfferMoved {
	type: "offer.moved";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The session of an open offer is in another district. */
export interface OfferPlace {
	type: "offer.place";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The host asked the model. */
export interface OfferSent {
	type: "offer.sent";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** The host took the offer back. */
export interface OfferWithdrawn {
	type: "offer.withdrawn";
	host: NamedPerson;
	model: NamedPerson;
	session: string;
	starts_at: string;
	time_zone: string;
	said_at: string;
}

/** Newest first. */
export interface Offers {
	offers: Offer[];
	next: string | null;
}

/** Look for models for a session of mine, until `expires_at`. `fee_amount` is in the currency's smallest unit; null says "unpaid or by arrangement". */
export interface OpenCall {
	session: string;
	expires_at: string;
	requirements?: Record<string, string | number | string[] | null>;
	fee_amount?: number | null;
	fee_currency?: string;
	note?: string;
	key: string;
}

/** Somebody who takes part, or has (`left`). To who has left themselves, all are members. */
export interface Participant {
	person: Person;
	role: "admin" | "member";
	left: boolean;
}

/** Somebody joined, left or has another role. */
export interface ParticipantChanged {
	data: Participant;
}

/** The latest first. `private`: nobody but its owner sees this list. `followed`: those of them whom I follow. */
export interface PeoplePage {
	people: Person[];
	followed: string[];
	private: boolean;
	next: string | null;
}

/** Anybody, as everybody may see them. */
export interface Person {
	id: string;
	handle: string;
	name: string;
	avatar: string;
	is_host: boolean;
	is_model: boolean;
}

/** Somebody is writing, for `ttl` seconds from now. Not versioned. */
export interface PersonTyping {
	data: TypingPerson;
	ttl: number;
}

/** Keep a post of mine on top of my page, or with `on: false` no more. */
export interface PinPost {
	post: string;
	on?: boolean;
}

/** Nothing happened for a while; answer `pong`. */
export interface Ping {
	now: string;
}

/** I am still here. No reply. */
export interface Pong {
}

/** An announcement. Of two copies the one with the higher `revision` is newer. */
export interface Post {
	id: string;
	author: Person;
	content: string;
	visibility: "followers_only" | "public";
	link_url: string | null;
	is_pinned: boolean;
	expires_at: string | null;
	created_at: string;
	edited_at: string | null;
	revision: number;
}

/** A post was published, edited or pinned. */
export interface PostChanged {
	data: Post;
}

/** Newest first. */
export interface PostPage {
	posts: Post[];
	next: string | null;
}

/** A post was deleted, has run out, or is for followers only now. */
export interface PostRemoved {
	data: RemovedPost;
}

/** `version` is that of `profile.<id>.followers`. */
export interface Posted {
	post: string;
	version: number;
	duplicate?: boolean;
}

/** Tell me of this kind of thing by this channel, or with `on: false` do not. */
export interface Prefer {
	kind: string;
	hat: "any" | "host" | "model";
	channel: "email" | "push";
	on: boolean;
}

/** Whether I am told of a kind of thing, in one of my roles, by one channel. */
export interface Preference {
	kind: string;
	hat: "any" | "host" | "model";
	title: string;
	channel: "email" | "push";
	on: boolean;
	fixed: boolean;
}

/** What a call for this session would be, as far as it can be guessed. `expires_at`: long enough before the start, not at night, and soon where a place is to be filled again. */
export interface Prefill {
	expires_at: string;
	requirements: Record<string, any>;
	fee_amount: number | null;
	fee_currency: string;
	note: string;
}

export interface Presence {
	person: string;
	online: boolean;
}

/** Somebody whom I asked about came or went. Not versioned. */
export interface PresenceChanged {
	data: Presence;
}

/** A person's page. `blocked`: the viewer has blocked them. */
export interface Profile {
	id: string;
	handle: string;
	name: string;
	avatar: string;
	is_host: boolean;
	is_model: boolean;
	about: string;
	model: ModelCard | null;
	host_rating: number | null;
	blocked: boolean;
}

/** My own profile or settings changed, here or on another device. */
export interface ProfileChanged {
	data: Me;
}

/** An author's page: what is pinned, and the latest of the rest. `topic` is the face that this reader may watch, from `version` on; null for visitors. */
export interface ProfilePosts {
	posts: Post[];
	pinned: Post[];
	standing: Standing;
	topic: string | null;
	version: number;
	next: string | null;
}

/** Announce something, to everybody or to my followers; from `expires_at` on it is hidden. */
export interface PublishPost {
	content: string;
	visibility?: "followers_only" | "public";
	link_url?: string | null;
	expires_at?: string | null;
	pin?: boolean;
	key: string;
}

/** A browser of mine that takes pushes. */
export interface PushDevice {
	id: string;
	name: string;
	created_at: string;
	last_used_at: string | null;
}

/** One to five stars, once, in the two weeks after the session. They count when both have given theirs, or when the two weeks are over. */
export interface Rate {
	booking: string;
	stars: number;
	key: string;
}

/** Put a sign on a message, or with `on: false` take it back. */
export interface React {
	conversation: string;
	number: number;
	emoji: string;
	on?: boolean;
}

/** A person's sign on a message, put there or (`on` false) taken back at `version`. */
export interface Reaction {
	person: string;
	emoji: string;
	on: boolean;
	version: number;
}

/** Somebody put a sign on a message, or took it back. */
export interface ReactionChanged {
	data: ReactionOf;
}

/** A reaction, with the message that it is on. */
export interface ReactionOf {
	person: string;
	emoji: string;
	on: boolean;
	version: number;
	conversation: string;
	number: number;
}

/** I know of everything. */
export interface ReadAllNotifications {
}

/** I have read up to this number. The pointer only grows. */
export interface ReadConversation {
	conversation: string;
	number: number;
}

/** I know of these, or of everything about one thing, like `call.<id>`. */
export interface ReadNotifications {
	notifications?: string[] | null;
	about?: string | null;
}

/** A requirement that I meet, or miss. `words` say so in my language. */
export interface Reason {
	requirement: "experience" | "free" | "languages" | "min_rating" | "pose_style";
	words: string;
}

/** When it was decided, by the database's clock: so long before `expires_at`, or, where the margin is negative, after it. That moment is the deadline of the call or offer, and for sessions and bookings their start, or the end that had to come first. */
export interface Receipt {
	decided_at: string;
	expires_at: string;
	margin_ms: number;
}

/** How far others have read, by person. Absolute: of each person the highest counts. */
export interface Receipts {
	conversation: string;
	read: Record<string, number>;
}

/** Others have read on. Not versioned, and told once a second at most. */
export interface ReceiptsChanged {
	data: Receipts;
}

/** This browser takes pushes, at the address that its push service gave it. `again`: nobody has asked for it just now, the page has only found the address. What was removed stays removed then. */
export interface RegisterDevice {
	endpoint: string;
	p256dh: string;
	auth: string;
	name?: string;
	again?: boolean;
}

/** Decide for someone else, kindly: the model hears it at once. */
export interface Reject {
	application: string;
	key: string;
}

/** No more pushes to a browser of mine, named by its id, or by itself with its address. */
export interface RemoveDevice {
	device?: string | null;
	endpoint?: string | null;
}

/** A person follows me no more. They may follow again, unless I block them. */
export interface RemoveFollower {
	person: string;
}

/** Take somebody out of a group. They keep what they saw, as it was then, and hear no more. */
export interface RemovePerson {
	conversation: string;
	person: string;
	key: string;
}

/** What was a post for those who watch here: it leaves their screens, unless they have a copy of at least this `revision` from elsewhere. */
export interface RemovedPost {
	id: string;
	author: string;
	revision: number;
}

/** Give a group another title. */
export interface RenameConversation {
	conversation: string;
	title: string;
	key: string;
}

/** Give my calendar a new secret address; the old one stops working. */
export interface RenewCalendar {
	key: string;
}

/** Open an ended call again until a new deadline; old applicants are asked, not revived. */
export interface ReopenCall {
	call: string;
	expires_at: string;
	key: string;
}

/** Exactly one for every `ref`; a positive one only after the commit. */
export interface Reply {
	ref: number;
	ok: boolean;
	data?: Record<string, any> | null;
	error?: ErrorObject | null;
}

/** Ask the staff to look at a person, or at one thing of theirs. Name the thing: `conversation` and `number` for a message, with another `person` for their reactions to it; `conversation` for a group; `post`, `session`, `call`, `application`, `offer` or `booking`; or only `person`, for everything about them. What the thing does not need is null. The staff see it as the reporter sees it now, whatever its author does to it later. Nobody else hears of it. */
export interface Report {
	reason: string;
	person?: string | null;
	conversation?: string | null;
	number?: number | null;
	post?: string | null;
	session?: string | null;
	call?: string | null;
	application?: string | null;
	offer?: string | null;
	booking?: string | null;
	key: string;
}

/** Newest first. */
export interface Reports {
	reports: MyReport[];
	next: string | null;
}

/** Forget this topic's cursor (every one, without `topic`); a snapshot follows. */
export interface Reset {
	reason: string;
	topic?: string | null;
}

/** You may not watch this topic any more; forget what it told you. */
export interface Revoked {
	topic: string;
}

/** `archive`: null where none was made, or it has expired. `leaving_days`: how many days an account can still be kept after it was deleted. */
export interface Rights {
	archive: Archive | null;
	leaving_days: number;
}

/** Be told when a person whom I follow posts, or with `on: false` only see it. */
export interface RingBell {
	person: string;
	on?: boolean;
}

/** One transition: `by` may do `verb` to an `of` that is in one of `before`. It is in one of `after` then. `when`: what else must hold. */
export interface Rule {
	verb: string;
	by: "clock" | "host" | "model";
	of: "application" | "booking" | "call" | "offer" | "session";
	before: string[];
	after: string[];
	when: "after end" | "after end, for 14 days" | "after start" | "after start, until 14 days after end" | "after start, until 2 days after end" | "any time" | "before deadline" | "before start";
	told: string;
}

/** Newest first. */
export interface Sanctions {
	sanctions: MySanction[];
	next: string | null;
}

/** It is noted. `version` is that of `call.<id>.host`. */
export interface Seen {
	version: number;
	receipt: Receipt;
	duplicate?: boolean;
}

/** Say something, or show an image of mine that is ready. The reply comes after the commit. `kind`: a text, or the picture `image` with a text beside it. `reply_to` is the number of the message that this one answers; null: of none. */
export interface SendMessage {
	conversation: string;
	content?: string;
	kind?: "image" | "text";
	image?: string | null;
	reply_to?: number | null;
	key: string;
}

/** Ask one model for a session of mine, until `expires_at`. */
export interface SendOffer {
	session: string;
	person: string;
	expires_at: string;
	fee_amount?: number | null;
	fee_currency?: string;
	note?: string;
	key: string;
}

/** It is said. `version` is that of the conversation's topic. */
export interface Sent {
	number: number;
	version: number;
	duplicate?: boolean;
}

/** `version` is that of the software. `feature_level` grows with each change of the protocol; the changelog says what came when. */
export interface Server {
	version: string;
	feature_level: number;
}

/** An evening in the calendar. `place` is null until one is booked for it (or hosts it). */
export interface Session {
	title: string;
	starts_at: string;
	ends_at: string;
	time_zone: string;
	district: string;
	positions: number;
	cancelled: boolean;
	id: string;
	host: Person;
	place: string | null;
}

/** A session of mine was created or changed. */
export interface SessionChanged {
	data: HostedSession;
}

/** `version` is that of my own topic. */
export interface SessionSaved {
	session: string;
	version: number;
	receipt: Receipt;
	duplicate?: boolean;
}

/** Make somebody an admin of a group, or a member again. */
export interface SetRole {
	conversation: string;
	person: string;
	role: "admin" | "member";
	key: string;
}

/** Keep an applicant in mind, or with `on: false` no more. They do not hear of it. */
export interface Shortlist {
	application: string;
	on?: boolean;
}

/** A picture, by the id under which `/media/images` delivers it, with its size in pixels. */
export interface ShownImage {
	type: "image";
	image: string;
	width: number;
	height: number;
}

/** A place where I am signed in, or an API token of mine with what it may do. */
export interface SignInRow {
	id: string;
	kind: string;
	name: string;
	created_at: string;
	last_used_at: string | null;
	expires_at: string | null;
	scopes: string[];
	verbs: string[];
	current: boolean;
}

export interface SignIns {
	sign_ins: SignInRow[];
}

/** End one of my sign-ins; if `sign_in` is null, all but this one. At a browser in which the password was entered again lately. */
export interface SignOut {
	sign_in?: string | null;
}

/** A change that you may not see; its version counts. */
export interface Skip {
	topic: string;
	version: number;
}

/** How a reader and an author stand to each other. `lists`: whether the reader may see them. */
export interface Standing {
	follows: boolean;
	bell: boolean;
	follows_me: boolean;
	followers: number;
	following: number;
	lists: boolean;
}

/** A booking that a refused block would leave standing. `hosting`: the session is mine. */
export interface StandingBooking {
	id: string;
	title: string;
	starts_at: string;
	time_zone: string;
	hosting: boolean;
}

/** Open the one conversation with a person, or a group; with a first text if one is given. Several people, or a title, make a group, of which I am the admin. */
export interface StartConversation {
	people: string[];
	title?: string;
	content?: string | null;
	key: string;
}

/** The conversation is there. `version` is that of its topic. `number`: that of the first text; null: none was given. */
export interface Started {
	conversation: string;
	version: number;
	number: number | null;
	duplicate?: boolean;
}

export interface Suggestions {
	people: Person[];
}

/** What has changed on these topics since these versions? */
export interface Sync {
	cursors: Record<string, number>;
}

/** I am writing; heard for some seconds by those who take part and show it, too. */
export interface TellTyping {
	conversation: string;
}

/** What a yes agrees to, as its reader may see it. `version` names all of it: the object that shows these terms carries it in `terms`, and the yes sends it back. */
export interface Terms {
	version: string;
	title: string;
	starts_at: string;
	ends_at: string;
	time_zone: string;
	district: string;
	place: string | null;
	fee_amount: number | null;
	fee_currency: string;
	note: string;
}

/** What host and model of a conversation are about: their latest call or offer. */
export interface ThreadCard {
	mine: "host" | "model";
	call: Call | null;
	application: CardApplication | null;
	offer: Offer | null;
	booking: Booking | null;
}

/** `token` is shown this once. */
export interface TokenCreated {
	id: string;
	token: string;
	duplicate?: boolean;
}

/** A topic up to `version`: the objects that changed, as frames without `topic`. `reset` says why you have to forget first what you have of this topic, because the objects are a snapshot; null: they are what came after your version. `more`: ask again from `version`. A conversation also says where I have read up to. */
export interface TopicState {
	version: number;
	objects: Record<string, any>[];
	more?: boolean;
	reset?: string | null;
	last_read_number?: number | null;
	unread?: number | null;
}

export interface TypingPerson {
	conversation: string;
	person: string;
}

/** Take a block back. */
export interface UnblockPerson {
	person: string;
}

/** See it no more. */
export interface UnfollowPerson {
	person: string;
}

/** Hear no more of a place. */
export interface Unwatch {
	topic: string;
}

/** Of sessions to come the next twelve, without their exact places; and the calls for them. Visitors without an account see those that the host shows to everybody; who is signed in sees also what there is an open call for, as on their board. After a block there is nothing. */
export interface Upcoming {
	sessions: Session[];
	calls: CallLine[];
}

/** Another fee or note. Who has applied is asked whether another fee suits them. */
export interface UpdateCall {
	call: string;
	fee_amount?: number | null;
	fee_currency?: string;
	note?: string;
	key: string;
}

/** A post of mine as it should be from now on, all of it. */
export interface UpdatePost {
	post: string;
	content: string;
	visibility: "followers_only" | "public";
	link_url: string | null;
	expires_at: string | null;
}

/** Change what is given. What is absent or null stays as it is. */
export interface UpdateProfile {
	name?: string | null;
	handle?: string | null;
	about?: string | null;
	time_zone?: string | null;
	language?: "de" | "en" | null;
	is_host?: boolean | null;
	is_model?: boolean | null;
	pose_styles?: ("costume" | "draped" | "dynamic" | "gesture" | "long" | "movement" | "portrait" | "short")[] | null;
	experience?: "experienced" | "new" | "some" | null;
	languages?: ("de" | "en")[] | null;
	shows_typing?: boolean | null;
	shows_presence?: boolean | null;
	shows_receipts?: boolean | null;
}

/** Change what is given. What is absent or null stays as it is. Booked models are asked about another time, applicants are told. `local_start` and `fold` are as in `session.create`, and null: the time stays. `is_public`: it stands on my page for everybody; null: as it is. */
export interface UpdateSession {
	session: string;
	title?: string | null;
	local_start?: string | null;
	minutes?: number | null;
	time_zone?: string | null;
	place?: string | null;
	district?: string | null;
	positions?: number | null;
	is_public?: boolean | null;
	fold?: 0 | 1 | null;
	key: string;
}

/** I have seen it: a model the call, its host the applications on it. */
export interface ViewCall {
	call: string;
}

/** Hear of a place: `call.<id>`, or `call.<id>.host` for its host; `profile.<id>`, or `profile.<id>.followers` for who follows. `feed`: the last of all whom I follow. */
export interface Watch {
	topic: string;
	version?: number | null;
}

/** All that a client needs to be up to date; frames that follow continue from here. */
export interface Welcome {
	ref: number;
	me: Me;
	server: Server;
	epoch: string;
	now: string;
	heartbeat: number;
	limits: Record<string, number>;
	inbox: Inbox;
	topics: Record<string, TopicState>;
	gone: string[];
}

/** Take my pending application back. */
export interface Withdraw {
	application: string;
	key: string;
}

/** Take an offer back that has not been answered. */
export interface WithdrawOffer {
	offer: string;
	key: string;
}

export interface Verbs {
	"account.delete": DeleteAccount;
	"account.export": MakeArchive;
	"appeal": Appeal;
	"bell": RingBell;
	"block": BlockPerson;
	"booking.agree": AgreeToMove;
	"booking.cancel": CancelBooking;
	"booking.no_show": NoShow;
	"booking.object": Object;
	"booking.rate": Rate;
	"calendar.renew": RenewCalendar;
	"call.agree": AgreeToTerms;
	"call.apply": Apply;
	"call.cancel": CancelCall;
	"call.confirm": Confirm;
	"call.extend": ExtendCall;
	"call.invite": InviteToCall;
	"call.open": OpenCall;
	"call.reject": Reject;
	"call.reopen": ReopenCall;
	"call.shortlist": Shortlist;
	"call.update": UpdateCall;
	"call.view": ViewCall;
	"call.withdraw": Withdraw;
	"conversation.accept": AcceptContact;
	"conversation.add": AddPeople;
	"conversation.archive": ArchiveConversation;
	"conversation.leave": LeaveConversation;
	"conversation.mark_unread": MarkUnread;
	"conversation.mute": MuteConversation;
	"conversation.read": ReadConversation;
	"conversation.remove": RemovePerson;
	"conversation.rename": RenameConversation;
	"conversation.role": SetRole;
	"conversation.start": StartConversation;
	"device.register": RegisterDevice;
	"device.remove": RemoveDevice;
	"follow": FollowPerson;
	"follow_lists": HideLists;
	"follower.remove": RemoveFollower;
	"hello": Hello;
	"mark": Mark;
	"message.delete": DeleteMessage;
	"message.edit": EditMessage;
	"message.react": React;
	"message.send": SendMessage;
	"notification.keep_quiet": KeepQuiet;
	"notification.look": Look;
	"notification.prefer": Prefer;
	"notification.read": ReadNotifications;
	"notification.read_all": ReadAllNotifications;
	"offer.accept": AcceptOffer;
	"offer.decline": DeclineOffer;
	"offer.send": SendOffer;
	"offer.withdraw": WithdrawOffer;
	"pong": Pong;
	"post.delete": DeletePost;
	"post.pin": PinPost;
	"post.publish": PublishPost;
	"post.update": UpdatePost;
	"presence": Observe;
	"profile.update": UpdateProfile;
	"report": Report;
	"session.cancel": CancelSession;
	"session.create": CreateSession;
	"session.update": UpdateSession;
	"sign_out": SignOut;
	"sync": Sync;
	"token.create": CreateToken;
	"typing": TellTyping;
	"unblock": UnblockPerson;
	"unfollow": UnfollowPerson;
	"unwatch": Unwatch;
	"watch": Watch;
}

export interface Events {
	"applicant.changed": ApplicantChanged;
	"application.changed": ApplicationChanged;
	"booking.changed": BookingChanged;
	"call.changed": CallChanged;
	"call.told": CallTold;
	"conversation.changed": ConversationChanged;
	"figures.changed": FiguresChanged;
	"follows.changed": FollowsChanged;
	"host_call.changed": HostCallChanged;
	"image.changed": ImageChanged;
	"inbox.changed": InboxChanged;
	"me.changed": ProfileChanged;
	"message.changed": MessageChanged;
	"message.created": MessageCreated;
	"notification.changed": NotificationChanged;
	"offer.changed": OfferChanged;
	"participant.changed": ParticipantChanged;
	"post.changed": PostChanged;
	"post.removed": PostRemoved;
	"presence": PresenceChanged;
	"reaction.changed": ReactionChanged;
	"receipts": ReceiptsChanged;
	"session.changed": SessionChanged;
	"typing": PersonTyping;
}

export interface Frames {
	"bye": Bye;
	"heads": Heads;
	"mark": MarkSent;
	"ping": Ping;
	"reply": Reply;
	"reset": Reset;
	"revoked": Revoked;
	"skip": Skip;
	"welcome": Welcome;
}

export interface Limits {
	frame_bytes: number;
	json_depth: number;
	content_characters: number;
	commands_per_second: number;
	commands_burst: number;
	person_commands_per_second: number;
	person_commands_burst: number;
	person_reads_per_second: number;
	person_reads_burst: number;
	visitor_reads_per_second: number;
	visitor_reads_burst: number;
	frames_per_second: number;
	frames_burst: number;
	strikes: number;
	abuse_retry_ms: number;
	hello_cursors: number;
	watched_places: number;
	sockets_per_person: number;
	group_people: number;
	image_bytes: number;
	body_bytes: number;
	address_connections: number;
	sync_page: number;
	answer_bytes: number;
	answer_objects: number;
	reset_after_versions: number;
	snapshot_messages: number;
	inbox_page: number;
	session_years: number;
	cold_contacts_per_day: number;
	cold_contacts_new_account: number;
	new_account_days: number;
	pinned_posts: number;
	follows_per_person: number;
	feed_page: number;
	mark_frames: number;
	mark_bytes: number;
	credit_frames: number;
	credit_bytes: number;
	body_bytes_per_second: number;
	headers_within: number;
	body_within: number;
	hello_within: number;
	ping_after: number;
	silence: number;
	without_credit: number;
	strike_memory: number;
	typing_again: number;
	sweep: number;
	sweep_degraded: number;
	hold_out_of_order: number;
	drain: number;
	presence_lease: number;
	presence_watch: number;
}

export const machine: Rule[] = [
	{"verb":"session.create","by":"host","of":"session","before":[],"after":["planned"],"when":"any time","told":"the host's devices"},
	{"verb":"session.update","by":"host","of":"session","before":["planned"],"after":["planned"],"when":"before start","told":"booked models are asked, applicants and asked models told, each alone"},
	{"verb":"session.cancel","by":"host","of":"session","before":["planned"],"after":["cancelled"],"when":"before start","told":"each booked, applying or asked model alone; call.<id>"},
	{"verb":"call.open","by":"host","of":"session","before":["planned"],"after":["planned"],"when":"before start","told":"matching models, each alone; the host's devices"},
	{"verb":"call.view","by":"host","of":"application","before":["pending"],"after":["pending"],"when":"any time","told":"that model; the host topic"},
	{"verb":"call.view","by":"model","of":"call","before":["active"],"after":["active"],"when":"any time","told":"the model; the figures on the host topic"},
	{"verb":"call.extend","by":"host","of":"call","before":["active"],"after":["active"],"when":"before deadline","told":"call.<id>"},
	{"verb":"call.update","by":"host","of":"call","before":["active"],"after":["active"],"when":"before deadline","told":"call.<id>; after another fee each applicant is asked alone"},
	{"verb":"call.agree","by":"model","of":"application","before":["pending"],"after":["pending"],"when":"before deadline","told":"the model; the host topic"},
	{"verb":"call.cancel","by":"host","of":"call","before":["active"],"after":["cancelled"],"when":"before deadline","told":"call.<id>; each applicant and booked model alone"},
	{"verb":"call.reopen","by":"host","of":"call","before":["filled","expired","cancelled"],"after":["active"],"when":"before start","told":"call.<id>; matching models and old applicants, each alone"},
	{"verb":"call.invite","by":"host","of":"call","before":["active"],"after":["active"],"when":"before deadline","told":"that model alone"},
	{"verb":"call.expire","by":"clock","of":"call","before":["active"],"after":["expired"],"when":"any time","told":"call.<id>; each applicant alone; the host topic"},
	{"verb":"call.apply","by":"model","of":"call","before":["active"],"after":["active"],"when":"before deadline","told":"the model; the host topic; nothing on call.<id>"},
	{"verb":"call.withdraw","by":"model","of":"application","before":["pending"],"after":["withdrawn"],"when":"any time","told":"the model; the host topic"},
	{"verb":"call.shortlist","by":"host","of":"application","before":["pending"],"after":["pending"],"when":"before deadline","told":"the host topic"},
	{"verb":"call.reject","by":"host","of":"application","before":["pending"],"after":["rejected"],"when":"before deadline","told":"that model alone; the host topic"},
	{"verb":"call.confirm","by":"host","of":"application","before":["pending"],"after":["accepted"],"when":"before deadline","told":"the winner; each other applicant alone; call.<id> without a name; the host topic"},
	{"verb":"application.conflict","by":"clock","of":"application","before":["pending"],"after":["rejected"],"when":"before deadline","told":"the model, who is booked at that time; that host, without where or with whom"},
	{"verb":"offer.send","by":"host","of":"session","before":["planned"],"after":["planned"],"when":"before start","told":"that model alone"},
	{"verb":"offer.accept","by":"model","of":"offer","before":["sent"],"after":["accepted"],"when":"before deadline","told":"the two; when it fills the session also call.<id> and everybody who waits, each alone"},
	{"verb":"offer.decline","by":"model","of":"offer","before":["sent"],"after":["declined"],"when":"before deadline","told":"the two"},
	{"verb":"offer.withdraw","by":"host","of":"offer","before":["sent"],"after":["withdrawn"],"when":"before deadline","told":"the two"},
	{"verb":"offer.expire","by":"clock","of":"offer","before":["sent"],"after":["expired"],"when":"any time","told":"the two"},
	{"verb":"booking.agree","by":"model","of":"booking","before":["confirmed"],"after":["confirmed"],"when":"before start","told":"the two"},
	{"verb":"booking.cancel","by":"host","of":"booking","before":["confirmed"],"after":["cancelled_by_host"],"when":"before start","told":"the two"},
	{"verb":"booking.cancel","by":"model","of":"booking","before":["confirmed"],"after":["cancelled_by_model"],"when":"before start","told":"the two"},
	{"verb":"booking.no_show","by":"host","of":"booking","before":["confirmed","completed"],"after":["no_show"],"when":"after start, until 2 days after end","told":"the two"},
	{"verb":"booking.object","by":"model","of":"booking","before":["no_show"],"after":["disputed"],"when":"after start, until 14 days after end","told":"the two"},
	{"verb":"booking.lapse","by":"clock","of":"booking","before":["confirmed"],"after":["cancelled_by_host"],"when":"after start","told":"the two"},
	{"verb":"booking.complete","by":"clock","of":"booking","before":["confirmed"],"after":["completed"],"when":"after end","told":"the two"},
	{"verb":"booking.rate","by":"host","of":"booking","before":["completed","disputed"],"after":["completed","disputed"],"when":"after end, for 14 days","told":"the host; ratings change when both have rated, or after 14 days"},
	{"verb":"booking.rate","by":"model","of":"booking","before":["completed","disputed"],"after":["completed","disputed"],"when":"after end, for 14 days","told":"the model; ratings change when both have rated, or after 14 days"},
];

export const currencies: string[] = ["AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG"];
export const currencyDigits: Partial<Record<string, number>> = {"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0, "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3};
