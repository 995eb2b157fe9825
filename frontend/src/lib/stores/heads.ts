import type { ConversationInfo, Head, InboxEntry, Message } from '#lib/protocol.ts';

/** The same message, as it was or as it became. */
export function isNewer(message: Message, shown: Message | null): boolean {
	return message.number === shown?.number && message.version >= shown.version;
}

/** Of two heads of a conversation the newer of each half; numbers that only grow, the higher. */
export function newest(mine: Head, other: Head): Head {
	const head = other.version >= mine.version ? other : mine;
	return withEntry(withEntry({ ...head, own_version: -1 }, mine), other);
}

/** A head with what is mine alone in it, if that is newer. */
export function withEntry(head: Head, entry: InboxEntry): Head {
	const numbers = {
		last_number: Math.max(head.last_number, entry.last_number),
		last_read_number: Math.max(head.last_read_number, entry.last_read_number)
	};
	if (entry.own_version < head.own_version) return { ...head, ...numbers };
	return {
		...head,
		...numbers,
		last_read_at: entry.last_read_at,
		marked_unread: entry.marked_unread,
		archived: entry.archived && entry.last_number >= numbers.last_number,
		muted_until: entry.muted_until,
		own_version: entry.own_version
	};
}

export function isUnread(head: Head): boolean {
	return head.unread > 0 || head.marked_unread;
}

/** The other has spoken last, and can be answered. */
export function needsReply(head: Head): boolean {
	return head.needs_reply && (head.standing === 'open' || head.standing === 'asked');
}

/** Somebody hosts, or models, in it; where I have left, nobody is there. */
export function isWith(head: Head, role: 'host' | 'model'): boolean {
	return head.standing !== 'left' && head.people.some((person) => person[`is_${role}`]);
}

export function isWords(message: Message): boolean {
	return message.kind !== 'system_notification';
}

export function isMuted(head: Head, now: number): boolean {
	return head.muted_until !== null && Date.parse(head.muted_until) > now;
}

export function standing(info: ConversationInfo, lastNumber: number, me: string): Head['standing'] {
	if (info.blocked) return 'blocked';
	if (info.accepted || lastNumber === 0) return 'open';
	return info.opened_by === me ? 'asking' : 'asked';
}
