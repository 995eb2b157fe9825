import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Line } from '#lib/sync/line.ts';
import { Memory } from '#lib/sync/storage.ts';
import { PicturesStore } from './pictures.svelte.ts';

beforeEach(() => {
	vi.stubGlobal('navigator', {});
	Object.assign(URL, { createObjectURL: () => 'blob:1', revokeObjectURL: vi.fn() });
});
afterEach(() => vi.unstubAllGlobals());

/** The next visit of somebody whose picture the server has, but nobody has been shown. */
async function back() {
	const shelf = new Memory();
	const about = { key: '1', conversation: 'a', reply_to: 3, chosen_at: 0, image: 'known' };
	await shelf.put('picture', '1', { ...about, file: new Blob(['drapes']) });
	const ask = vi.fn(async () => ({}));
	const pictures = new PicturesStore({ ask } as unknown as Line);
	pictures.open(shelf);
	await vi.waitFor(() => expect(pictures.of('a')).toHaveLength(1));
	return { pictures, shelf, ask };
}

describe('pictures of an earlier visit', () => {
	it('are seen at once, and shown in nobody’s name before the server knows whose they are', async () => {
		const { pictures, shelf, ask } = await back();
		await vi.waitFor(() => expect(pictures.of('a')[0]?.state).toBe('waiting'));
		expect(pictures.of('a').map((one) => pictures.urlOf(one))).toEqual(['blob:1']);
		expect(pictures.of('b')).toEqual([]);
		expect(ask).not.toHaveBeenCalled();
		pictures.confirm();
		await vi.waitFor(() => expect(pictures.of('a')).toEqual([]));
		const about = { conversation: 'a', kind: 'image', content: '' };
		const shown = { ...about, image: 'known', key: '1', reply_to: 3 };
		expect(ask.mock.calls).toEqual([['message.send', shown]]);
		expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:1');
		expect(await shelf.all('picture')).toEqual([]);
	});

	it('are let go of when their message arrives by itself', async () => {
		const { pictures, shelf, ask } = await back();
		pictures.arrived('1');
		expect(pictures.of('a')).toEqual([]);
		await vi.waitFor(async () => expect(await shelf.all('picture')).toEqual([]));
		pictures.confirm();
		expect(ask).not.toHaveBeenCalled();
	});

	it('go with the session', async () => {
		const { pictures, ask } = await back();
		pictures.close();
		pictures.confirm();
		expect(pictures.of('a')).toEqual([]);
		expect(ask).not.toHaveBeenCalled();
	});
});
