import { kinds, type TopicKind } from './generated/topics.ts';

/** A topic's name: `conversation.<id>`, `call.<id>.host`. */
export function topicOf(kind: TopicKind, id: string): string {
	const [base, ...face] = kind.split('.');
	return [base, id, ...face].join('.');
}

/** Undefined where a newer server has a kind that this client does not know. */
export function kindOf(topic: string): TopicKind | undefined {
	const [base, , ...face] = topic.split('.');
	const kind = [base, ...face].join('.');
	return Object.hasOwn(kinds, kind) ? (kind as TopicKind) : undefined;
}

/** The id in a topic's name. */
export function idIn(topic: string): string {
	return topic.split('.')[1] ?? '';
}

/** Heard of only while it is watched, as is what this client does not know. */
export function isPlace(topic: string): boolean {
	const kind = kindOf(topic);
	return kind === undefined || kinds[kind].place;
}

/** The newest version says everything. */
export function isOneObject(topic: string): boolean {
	const kind = kindOf(topic);
	return kind !== undefined && kinds[kind].oneObject;
}

/** Of use in any order, also where the versions of the topic are not followed. */
export function isHint(topic: string): boolean {
	const kind = kindOf(topic);
	return kind !== undefined && kinds[kind].hint;
}
