import { m } from '#catalogue';
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
		title: pictureOf(message, 'small') ? m.people_report_picture() : m.people_report_message(),
		words: excerpt(message)
	}),
	reaction: (message: Message, whose: Somebody[]): Reported => ({
		thing: { conversation: message.conversation, number: message.number, person: whose[0]?.id },
		title: m.people_report_reaction(),
		words: excerpt(message),
		whose
	}),
	group: (head: Head): Reported => ({
		thing: { conversation: head.conversation },
		title: m.people_report_group(),
		words: titled(head)
	}),
	post: (post: Post): Reported => ({
		thing: { post: post.id },
		title: m.people_report_post(),
		words: post.content
	}),
	call: (call: Call): Reported => ({
		thing: { call: call.id },
		title: m.people_report_call(),
		words: call.session.title
	}),
	session: (session: Session): Reported => ({
		thing: { session: session.id },
		title: m.people_report_evening(),
		words: session.title
	}),
	/** To the host, of who applied. */
	applicant: (applicant: Applicant): Reported => ({
		thing: { application: applicant.id },
		title: m.people_report_application({ name: named(applicant.person) }),
		words: applicant.note
	}),
	/** To the one who applied, of what they applied to. */
	application: (application: MyApplication): Reported => ({
		thing: { application: application.id },
		title: m.people_report_call(),
		words: application.call.session.title
	}),
	booking: (booking: Booking): Reported => ({
		thing: { booking: booking.id },
		title: m.people_report_booking(),
		words: booking.session.title
	}),
	offer: (offer: Offer): Reported => ({
		thing: { offer: offer.id },
		title: m.people_report_offer(),
		words: offer.session.title
	}),
	profile: (person: Person): Reported => ({
		thing: { person: person.id },
		title: m.people_report_person({ name: named(person) }),
		words: ''
	})
};

/** What a report of mine was about, in the list of them. */
export const THING: Record<MyReport['thing'], () => string> = {
	message: m.people_thing_message,
	reaction: m.people_thing_reaction,
	group: m.people_thing_group,
	post: m.people_thing_post,
	session: m.people_thing_session,
	call: m.people_thing_call,
	application: m.people_thing_application,
	offer: m.people_thing_offer,
	booking: m.people_thing_booking,
	profile: m.people_thing_profile
};

interface Chip {
	word: string;
	tone: Tone;
}

export function reportChip({ state, acted }: MyReport): Chip {
	if (state === 'open') return { word: m.people_report_waiting(), tone: 'open' };
	if (state === 'taken') return { word: m.people_report_taken(), tone: 'soon' };
	return acted
		? { word: m.people_report_acted(), tone: 'good' }
		: { word: m.people_report_closed(), tone: 'over' };
}

export function reportSentence({ state, acted }: MyReport): string {
	if (state === 'open') return m.people_report_waiting_what();
	if (state === 'taken') return m.people_report_taken_what();
	return acted ? m.people_report_acted_what() : m.people_report_closed_what();
}

export const DECISION: Record<MySanction['kind'], () => string> = {
	warn: m.people_decision_warn,
	hide: m.people_decision_hide,
	limit: m.people_decision_limit,
	suspend: m.people_decision_suspend,
	close: m.people_decision_close
};

/** Decisions that go on until they end or are lifted; the others are done at once. */
const LASTING: MySanction['kind'][] = ['limit', 'suspend', 'close'];

/** Whether a decision holds still; null where there is nothing that could end. */
export function decisionChip(it: MySanction, now: number): Chip | null {
	if (!LASTING.includes(it.kind)) return null;
	const ended = it.lifted_at !== null || (it.ends_at !== null && Date.parse(it.ends_at) <= now);
	return ended
		? { word: m.people_decision_over(), tone: 'over' }
		: { word: m.people_decision_in_force(), tone: 'soon' };
}
