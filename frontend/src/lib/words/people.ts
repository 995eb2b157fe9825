import type { Head, Participant, Person } from '#lib/protocol.ts';

export function named(person: Pick<Person, 'name' | 'handle'>): string {
	return person.name || `@${person.handle}`;
}

export function initials(person: Pick<Person, 'name' | 'handle'>): string {
	const words = named(person).replace('@', '').split(/\s+/);
	const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => word?.[0] ?? '');
	return letters.join('').toUpperCase();
}

/** What a conversation is called: its title, or who is in it. */
export function titled(head: Pick<Head, 'title' | 'people'>): string {
	return head.title || head.people.map(named).join(', ') || 'Former member';
}

/** What a person does here: Host, Model, or both. */
export function roles(person: Pick<Person, 'is_host' | 'is_model'>): string {
	if (person.is_host && person.is_model) return 'Host and model';
	if (person.is_host) return 'Host';
	return person.is_model ? 'Model' : 'Member';
}

/** How many take part: "7 people". */
export function peopleIn(participants: readonly Participant[]): string {
	const here = participants.filter(({ left }) => !left).length;
	return here === 1 ? '1 person' : `${here} people`;
}
