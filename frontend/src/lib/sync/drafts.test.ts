// @vitest-environment jsdom
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Drafts } from './drafts.ts';
import { Storage } from './storage.ts';

const NEVER = new Promise<void>(() => undefined);

/** What a page of this person finds, after another one went before its database had written. */
async function found(person: string, place: string): Promise<string> {
	const drafts = new Drafts(await Storage.of(person));
	await drafts.restore();
	return drafts.get(place);
}

async function leave(person: string, place: string, text: string): Promise<Drafts> {
	const shelf = await Storage.of(person);
	vi.spyOn(shelf, 'put').mockReturnValue(NEVER);
	const drafts = new Drafts(shelf);
	drafts.set(place, text);
	drafts.flush();
	return drafts;
}

describe('a draft of a page that goes', () => {
	beforeEach(() => Storage.wipe());

	it('is there again although the database did not come to it', async () => {
		await leave('ana', 'a', 'Shall we say at');
		expect(await found('ana', 'a')).toBe('Shall we say at');
		expect(await found('ana', 'a')).toBe('Shall we say at');
		expect(localStorage).toHaveLength(0);
	});

	it('is nobody else’s', async () => {
		await leave('ana', 'a', 'of Ana');
		expect(await found('ben', 'a')).toBe('');
		expect(localStorage).toHaveLength(0);
	});

	it('goes with signing out', async () => {
		await leave('ana', 'a', 'of Ana');
		await Storage.wipe();
		expect(localStorage).toHaveLength(0);
	});

	it('gives way to what was written after the page came back', async () => {
		const shelf = await Storage.of('ana');
		const drafts = new Drafts(shelf);
		drafts.set('a', 'at seven');
		drafts.flush();
		drafts.set('a', 'at eight');
		await vi.waitFor(() => expect(localStorage).toHaveLength(0));
		await vi.waitFor(async () => expect(await found('ana', 'a')).toBe('at eight'));
	});

	it('is passed over where it cannot be read', async () => {
		localStorage.setItem('callboardLeft draft a', '{');
		expect(await found('ana', 'a')).toBe('');
		expect(localStorage).toHaveLength(0);
	});
});
