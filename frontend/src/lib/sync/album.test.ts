import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { Album, type Kept } from './album.ts';
import { Memory, Storage } from './storage.ts';

function picture(key: string, bytes = 10, chosen_at = 0): Kept {
	const file = new Blob(['x'.repeat(bytes)]);
	return { key, conversation: 'a', reply_to: null, file, chosen_at, image: null };
}

async function keys(album: Album): Promise<string[]> {
	return (await album.all()).map(({ key }) => key);
}

describe('pictures on the device', () => {
	it('are there after a reload, with their bytes, the first chosen first', async () => {
		const before = new Album(await Storage.of('ana'));
		await before.keep(picture('2', 4, 20));
		await before.keep({ ...picture('1', 3, 10), image: 'known' });
		const found = await new Album(await Storage.of('ana')).all();
		expect(found.map(({ key, image }) => [key, image])).toEqual([
			['1', 'known'],
			['2', null]
		]);
		expect(await found[0]?.file.text()).toBe('xxx');
	});

	it('are of one person, and gone after signing out', async () => {
		const ana = new Album(await Storage.of('ana'));
		await ana.keep(picture('1'));
		const ben = new Album(await Storage.of('ben'));
		expect(await ben.all()).toEqual([]);
		await ben.keep(picture('2'));
		await Storage.wipe();
		expect(await ben.all()).toEqual([]);
	});

	it('are not so many, nor so large, that nothing else fits', async () => {
		const album = new Album(new Memory(), { pictures: 3, bytes: 100 });
		for (const key of ['1', '2', '3', '4']) void album.keep(picture(key));
		await album.keep(picture('5'));
		expect(await keys(album)).toEqual(['1', '2', '3']);
		await album.drop('1');
		await album.keep(picture('large', 81));
		expect(await keys(album)).toEqual(['2', '3']);
		await album.keep(picture('small', 80));
		expect(await keys(album)).toEqual(['2', '3', 'small']);
	});

	it('count once, however often they are kept', async () => {
		const album = new Album(new Memory(), { pictures: 1, bytes: 10 });
		await album.keep(picture('1'));
		await album.keep({ ...picture('1'), image: 'known' });
		expect((await album.all())[0]?.image).toBe('known');
	});

	it('live in this page where the device is full', async () => {
		const shelf = new Memory();
		vi.spyOn(shelf, 'put').mockImplementation(() => {
			throw new DOMException('Full.', 'QuotaExceededError');
		});
		const album = new Album(shelf);
		await album.keep(picture('1'));
		await album.keep(picture('2'));
		expect(await keys(album)).toEqual([]);
		expect(await album.now(picture('1'))).toMatchObject({ key: '1' });
	});

	it('are as another tab has left them', async () => {
		const shelf = new Memory();
		const [here, there] = [new Album(shelf), new Album(shelf)];
		await here.keep(picture('1'));
		await there.keep({ ...picture('1'), image: 'known' });
		expect(await here.now(picture('1'))).toMatchObject({ image: 'known' });
		await there.drop('1');
		expect(await here.now(picture('1'))).toBeUndefined();
	});

	it('are kept no more once their person has gone', async () => {
		const album = new Album(new Memory());
		const kept = album.keep(picture('1'));
		album.close();
		await kept;
		expect(await album.all()).toEqual([]);
	});
});
