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
	const same = reactions.find((r) => r.person === other.person && isSame(r.emoji, other.emoji));
	if (same && same.version >= other.version) return reactions;
	const others = reactions.filter((reaction) => reaction !== same);
	return [...others, other].sort((a, b) => a.version - b.version);
}

/** One sign, with or without the mark that asks for its coloured form. */
export function isSame(emoji: string, other: string): boolean {
	return plain(emoji) === plain(other);
}

function plain(emoji: string): string {
	return emoji.replaceAll('\ufe0f', '');
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
	return [...Map.groupBy(here, ({ emoji }) => plain(emoji))].map(([emoji, of]) => {
		// Told of twice, a sign of one person is one sign.
		const people = [...new Set(of.map(({ person }) => person))];
		return {
			emoji: of[0]?.emoji ?? emoji,
			count: people.length,
			mine: people.includes(me),
			people
		};
	});
}

/** The picture of a sign, where its characters also have a plain look. */
export function coloured(emoji: string): string {
	return emoji
		.replace(/^([0-9#*])\u20e3$/, '$1\ufe0f\u20e3')
		.replace(
			/(?!\p{Emoji_Presentation})\p{Extended_Pictographic}(?![\ufe0f\u{1f3fb}-\u{1f3ff}])/gu,
			'$&\ufe0f'
		);
}
