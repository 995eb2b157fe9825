import { m } from '#catalogue';
import { line, notices, parting } from './app.ts';
import type { Answer } from './stores/parting.svelte.ts';
import type { Person } from './protocol.ts';
import { Refused } from './sync/errors.ts';
import { named } from './words/people.ts';

/** Hear nothing from a person any more, or with `on: false` let them reach me again. */
export async function block(person: Person, on = true): Promise<void> {
	const name = named(person);
	try {
		if (on && !(await put(person))) return;
		if (!on) await line.ask('unblock', { person: person.id });
		notices.say(on ? m.talking_out_of_contact({ name }) : m.talking_can_reach_again({ name }));
	} catch (error) {
		notices.problem(error);
	}
}

/** Put a block; where bookings stand, ask first what becomes of them. False: rather not. */
async function put(person: Person, bookings?: Answer): Promise<boolean> {
	try {
		await line.ask('block', { person: person.id, ...(bookings && { bookings }) });
		return true;
	} catch (error) {
		if (!(error instanceof Refused) || error.code !== 'bookings_stand' || bookings) throw error;
		const answer = await parting.ask(person, error.bookings);
		return answer !== null && put(person, answer);
	}
}
