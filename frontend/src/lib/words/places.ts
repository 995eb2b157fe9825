import type { HostedSession, Session } from '#lib/protocol.ts';

/** Free places of an evening; how many are booked is known of one's own alone. */
export function freeIn(session: Session | HostedSession): number {
	return session.positions - ('booked' in session ? session.booked : 0);
}
