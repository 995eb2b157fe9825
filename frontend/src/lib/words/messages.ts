import { m } from '#catalogue';
import type { Message } from '#lib/protocol.ts';
import { isolated } from './people.ts';

/** One line that stands for a message: in the inbox, in a quote. */
export function excerpt(message: Message): string {
	if (message.deleted_at) return m.talking_message_taken_back();
	if (message.kind === 'image')
		return message.content
			? m.talking_image_said({ words: isolated(message.content) })
			: m.talking_an_image();
	return isolated(message.content);
}

interface Picture {
	src: string;
	width: number;
	height: number;
}

/** Where the picture of a message is, with its size, so that nothing jumps when it comes. */
export function pictureOf(message: Message, face: 'small' | 'large'): Picture | null {
	if (message.data?.type !== 'image') return null;
	const { image, width, height } = message.data;
	return { src: `/media/images/${image}/${face}`, width, height };
}
