import type { Welcome } from '#lib/protocol.ts';
import type { Explained } from './errors.ts';
import type { ControlFrame, HelloFields } from './frames.ts';
import type { Connection } from './socket.ts';

/** What tabs of one browser say to each other: the one with the socket, and all others. */
export type Word =
	| { to: 'leader'; tab: string; hello: HelloFields }
	| { to: 'leader'; tab: string; ask: number; verb: string; fields: object }
	| { to: 'leader'; wake: true }
	| { to: 'all'; frame: { type: string } }
	| { to: 'all'; state: Connection }
	| { to: 'all'; ended: true }
	| { to: string; welcome: Welcome }
	| { to: string; ref: number; data: Record<string, unknown> }
	| { to: string; ref: number; error: Explained | null };

/** These are between the one with the socket and the server. */
const KEPT: ControlFrame['type'][] = ['welcome', 'reply', 'mark', 'bye', 'ping'];

export function isForAll(frame: { type: string }): boolean {
	return !KEPT.includes(frame.type as ControlFrame['type']);
}
