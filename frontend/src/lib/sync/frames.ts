import type { Events, Frames, Hello } from '#lib/protocol.ts';

export type EventName = keyof Events;

/** What is the reader's own in a frame that is otherwise the same for everybody. */
interface Personal {
	last_read_number?: number;
	unread?: number;
}

export type EventFrame<T extends EventName = EventName> = {
	[N in T]: { type: N; topic: string; version: number } & Events[N] & Personal;
}[T];

export type ControlFrame<T extends keyof Frames = keyof Frames> = {
	[N in T]: { type: N } & Frames[N];
}[T];

/** A change of a topic: one that this client knows, one that it does not, or one it may not see. */
export interface TopicFrame {
	type: string;
	topic: string;
	version: number;
}

export type HelloFields = Hello;

const CONTROL: { [T in keyof Frames]: true } = {
	bye: true,
	heads: true,
	mark: true,
	ping: true,
	reply: true,
	reset: true,
	revoked: true,
	skip: true,
	welcome: true
};

export function isControl(frame: { type: string }): frame is ControlFrame {
	return frame.type in CONTROL;
}

export function isTopicFrame(frame: object): frame is TopicFrame {
	return 'topic' in frame && 'version' in frame && typeof frame.version === 'number';
}

/** What passes and is not stored: who writes, who has read, who is here. */
export function isSignal(frame: {
	type: string;
}): frame is EventFrame<'typing' | 'receipts' | 'presence'> {
	return ['typing', 'receipts', 'presence'].includes(frame.type);
}
