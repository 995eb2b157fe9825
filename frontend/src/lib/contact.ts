import { line, notices } from './app.ts';
import type { Person } from './protocol.ts';
import { named } from './words/people.ts';

/** Hear nothing from a person any more, or with `on: false` let them reach me again. */
export async function block(person: Person, on = true): Promise<void> {
	try {
		await line.ask(on ? 'block' : 'unblock', { person: person.id });
		const name = named(person);
		notices.say(on ? `You and ${name} are out of contact.` : `${name} can reach you again.`);
	} catch (error) {
		notices.problem(error);
	}
}
