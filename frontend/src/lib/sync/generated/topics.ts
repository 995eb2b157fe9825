// Made by `manage.py generate` from the rooms' kinds of topics. Do not edit.

/** What the server says of each kind of topic: see `kinds.ts`. */
export const kinds = {
	'call': { place: true, oneObject: true, hint: false },
	'call.host': { place: true, oneObject: false, hint: false },
	'conversation': { place: false, oneObject: false, hint: false },
	'profile': { place: true, oneObject: false, hint: true },
	'profile.followers': { place: true, oneObject: false, hint: true },
	'user': { place: false, oneObject: false, hint: false },
} as const;

export type TopicKind = keyof typeof kinds;
