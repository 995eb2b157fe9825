import type { BlockPerson, Person, StandingBooking } from '#lib/protocol.ts';

export type Answer = NonNullable<BlockPerson['bookings']>;

/** A block that waits for what becomes of the bookings between two people. */
interface Question {
	person: Person;
	bookings: StandingBooking[];
	settle(answer: Answer | null): void;
}

export class PartingStore {
	question = $state<Question | null>(null);

	/** Ask in a dialog; null: they would rather not block. */
	ask(person: Person, bookings: StandingBooking[]): Promise<Answer | null> {
		this.answer(null);
		return new Promise((settle) => (this.question = { person, bookings, settle }));
	}

	answer(answer: Answer | null): void {
		this.question?.settle(answer);
		this.question = null;
	}
}
