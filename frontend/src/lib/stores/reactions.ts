import type { Message, Reaction, ReactionOf } from '#lib/protocol.ts';

/** Of two states of one message the newer; of each person's each sign the newer, too. */
export function merged(mine: Message, other: Message): Message {
	const [newer, older] = other.version >= mine.version ? [other, mine] : [mine, other];
	const reactions = (older.reactions ?? []).reduce(newest, newer.reactions ?? []);
	return reactions === newer.reactions ? newer : { ...newer, reactions };
}

export function withReaction(message: Message, reaction: ReactionOf): Message {
	const { person, emoji, on, version } = reaction;
	return { ...message, reactions: newest(message.reactions, { person, emoji, on, version }) };
}

function newest(reactions: Reaction[], other: Reaction): Reaction[] {
	const same = reactions.find((r) => r.person === other.person && r.emoji === other.emoji);
	if (same && same.version >= other.version) return reactions;
	const others = reactions.filter((reaction) => reaction !== same);
	return [...others, other].sort((a, b) => a.version - b.version);
}

export interface Sign {
	emoji: string;
	count: number;
	mine: boolean;
	/** Whose, by id. */
	people: string[];
}

/** The signs on a message, the first to come in front. */
export function signsOn(message: Message, me: string): Sign[] {
	const here = message.reactions.filter((reaction) => reaction.on);
	return [...Map.groupBy(here, ({ emoji }) => emoji)].map(([emoji, of]) => ({
		emoji,
		count: of.length,
		mine: of.some(({ person }) => person === me),
		people: of.map(({ person }) => person)
	}));
}
