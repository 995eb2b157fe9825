// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import type { Message, Reaction } from '#lib/protocol.ts';
import { merged, signsOn, withReaction } from './reactions.ts';

function reaction(person: string, version: number, on = true, emoji = '❤'): Reaction {
	return { person, emoji, on, version };
}

function message(version: number, ...reactions: Reaction[]): Message {
	return { conversation: 'a', number: 1, version, reactions } as unknown as Message;
}

describe('signs on a message', () => {
	it('are counted by kind, mine among them', () => {
		const said = message(1, reaction('ana', 2), reaction('hanna', 3), reaction('jane', 4, false));
		expect(signsOn(said, 'ana')).toEqual([
			{ emoji: '❤', count: 2, mine: true, people: ['ana', 'hanna'] }
		]);
	});

	it('are the same with or without the mark of colour, and one person counts once', () => {
		const said = message(1, reaction('ana', 2), reaction('ana', 3, true, '❤\ufe0f'));
		said.reactions.push(reaction('hanna', 4, true, '❤\ufe0f'));
		expect(signsOn(said, 'hanna')).toMatchObject([{ count: 2, people: ['ana', 'hanna'] }]);
	});

	it('end when they are taken back, and an older word does not bring them again', () => {
		const taken = withReaction(message(1, reaction('ana', 2)), {
			...reaction('ana', 5, false),
			conversation: 'a',
			number: 1
		});
		expect(signsOn(taken, 'ana')).toEqual([]);
		expect(signsOn(merged(taken, message(1, reaction('ana', 2))), 'ana')).toEqual([]);
	});

	it('survive an edit that was read before they came', () => {
		const edited = merged(message(1, reaction('ana', 9)), message(4));
		expect(edited.version).toBe(4);
		expect(signsOn(edited, 'hanna')).toHaveLength(1);
	});
});
