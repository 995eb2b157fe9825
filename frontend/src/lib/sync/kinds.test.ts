import { describe, expect, it } from 'vitest';
import { kinds, type TopicKind } from './generated/topics.ts';
import { idIn, isHint, isOneObject, isPlace, kindOf, topicOf } from './kinds.ts';

describe('the name of a topic', () => {
	const named = (Object.keys(kinds) as TopicKind[]).filter((kind) => kind !== 'user');

	it.each(named)('says its kind and id: %s', (kind) => {
		expect(kindOf(topicOf(kind, '9f'))).toBe(kind);
		expect(idIn(topicOf(kind, '9f'))).toBe('9f');
	});

	it('of a kind that a newer server has is a place, and nothing more is known of it', () => {
		for (const topic of ['poll.9f', 'call.9f.crew', 'toString.9f', '']) {
			expect(kindOf(topic)).toBeUndefined();
			expect([isPlace(topic), isOneObject(topic), isHint(topic)]).toEqual([true, false, false]);
		}
	});

	it('tells what is watched, what is one object and what is a hint', () => {
		const all = [...named.map((kind) => topicOf(kind, '9f')), 'user'];
		expect(all.filter((topic) => !isPlace(topic))).toEqual(['conversation.9f', 'user']);
		expect(all.filter(isOneObject)).toEqual(['call.9f']);
		expect(all.filter(isHint)).toEqual(['profile.9f', 'profile.9f.followers']);
	});
});
