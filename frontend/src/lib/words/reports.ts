import type {
	Applicant,
	Booking,
	Call,
	Head,
	Message,
	MyApplication,
	MyReport,
	MySanction,
	Offer,
	Person,
	Post,
	Report,
	Session
} from '#lib/protocol.ts';
import type { Tone } from './calls.ts';
import { excerpt, pictureOf } from './messages.ts';
import { named, titled } from './people.ts';

type Named = Omit<Report, 'reason' | 'key'>;

/** A thing that is being reported, and what the dialog says of it. */
export interface Reported {
	/** How the server finds it. */
	thing: Named;
	title: string;
	/** The words that it is known by; none where the title says it all. */
	words: string;
	/** Of several people each has done it: which of them is meant has to be chosen. */
	whose?: Somebody[];
}

export interface Somebody {
	id: string;
	name: string;
}

/** Everything of others that can be seen can be reported: one line for each kind. */
export const reported = {
	message: (message: Message): Reported => ({
		thing: { conversation: message.conversation, number: message.number },
		title: pictureOf(message, 'small') ? 'Report this picture' : 'Report this message',
		words: excerpt(message)
	}),
	reaction: (message: Message, whose: Somebody[]): Reported => ({
		thing: { conversation: message.conversation, number: message.number, person: whose[0]?.id },
		title: 'Report a reaction',
		words: excerpt(message),
		whose
	}),
	group: (head: Head): Reported => ({
		thing: { conversation: head.conversation },
		title: 'Report this group',
		words: titled(head)
	}),
	post: (post: Post): Reported => ({
		thing: { post: post.id },
		title: 'Report this post',
		words: post.content
	}),
	call: (call: Call): Reported => ({
		thing: { call: call.id },
		title: 'Report this call',
		words: call.session.title
	}),
	session: (session: Session): Reported => ({
		thing: { session: session.id },
		title: 'Report this evening',
		words: session.title
	}),
	/** To the host, of who applied. */
	applicant: (applicant: Applicant): Reported => ({
		thing: { application: applicant.id },
		title: `Report the application of ${named(applicant.person)}`,
		words: applicant.note
	}),
	/** To the one who applied, of what they applied to. */
	application: (application: MyApplication): Reported => ({
		thing: { application: application.id },
		title: 'Report this call',
		words: application.call.session.title
	}),
	booking: (booking: Booking): Reported => ({
		thing: { booking: booking.id },
		title: 'Report this booking',
		words: booking.session.title
	}),
	offer: (offer: Offer): Reported => ({
		thing: { offer: offer.id },
		title: 'Report this offer',
		words: offer.session.title
	}),
	profile: (person: Person): Reported => ({
		thing: { person: person.id },
		title: `Report ${named(person)}`,
		words: ''
	})
};

/** What a report of mine was about, in the list of them. */
export const THING: Record<MyReport['thing'], string> = {
	message: 'A message',
	reaction: 'A reaction',
	group: 'A group',
	post: 'A post',
	session: 'An evening',
	call: 'A call',
	application: 'An application',
	offer: 'An offer',
	booking: 'A booking',
	profile: 'A person'
};

interface Chip {
	word: string;
	tone: Tone;
}

export function reportChip({ state, acted }: MyReport): Chip {
	if (state === 'open') return { word: 'Waiting', tone: 'open' };
	if (state === 'taken') return { word: 'Being looked at', tone: 'soon' };
	return acted ? { word: 'Acted on', tone: 'good' } : { word: 'Closed', tone: 'over' };
}

export function reportSentence({ state, acted }: MyReport): string {
	if (state === 'open') return 'Nobody has looked at it yet.';
	if (state === 'taken') return 'Somebody is looking at it.';
	return acted
		? 'It breaks the rules here, and something was done about it.'
		: 'It was looked at, and nothing was found against the rules here.';
}

export const DECISION: Record<MySanction['kind'], string> = {
	warn: 'A warning',
	hide: 'Something of yours was taken down',
	limit: 'You cannot contact new people for a while',
	suspend: 'Your account was suspended',
	close: 'Your account was closed'
};

/** Decisions that go on until they end or are lifted; the others are done at once. */
const LASTING: MySanction['kind'][] = ['limit', 'suspend', 'close'];

/** Whether a decision holds still; null where there is nothing that could end. */
export function decisionChip(it: MySanction, now: number): Chip | null {
	if (!LASTING.includes(it.kind)) return null;
	const ended = it.lifted_at !== null || (it.ends_at !== null && Date.parse(it.ends_at) <= now);
	return ended ? { word: 'Over', tone: 'over' } : { word: 'In force', tone: 'soon' };
}
