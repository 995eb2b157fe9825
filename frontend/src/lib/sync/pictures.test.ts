// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImageState } from '#lib/protocol.ts';
import { Album, type Kept } from './album.ts';
import { Interrupted, Refused } from './errors.ts';
import { FakeBrowser } from './fake-tabs.ts';
import { Pictures, type PicturesOwner } from './pictures.ts';
import { Memory, type Shelf } from './storage.ts';

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	// One tab alone; Node has locks, too, and they would outlive a page of these tests.
	vi.stubGlobal('navigator', {});
});
afterEach(() => (vi.useRealTimers(), vi.unstubAllGlobals()));

const file = () => new Blob(['drapes']);
const offline = () => Promise.reject(new Interrupted());
const forever = () => new Promise<never>(() => undefined);
const no = (code: string, message = 'No.') => new Refused({ code, message, retry: false });

/** One tab: what it asks of the server, which does what it should unless told otherwise. */
function tab(shelf: Shelf, owner: Partial<Omit<PicturesOwner, 'changed'>> = {}) {
	let count = 0;
	const upload = vi.fn(owner.upload ?? (async () => `image ${(count += 1)}`));
	const made = vi.fn(owner.made ?? (async (id: string) => ({ id, state: 'ready' }) as ImageState));
	const show = vi.fn(owner.show ?? (async (_: Kept, image: string) => image));
	const seen: { list: string[] } = { list: [] };
	const pictures = new Pictures(new Album(shelf), {
		upload,
		made,
		show,
		changed: (all) =>
			(seen.list = all.map((one) => one.state + (one.problem && `: ${one.problem}`)))
	});
	return { pictures, upload, made, show, seen };
}

async function restored(shelf: Shelf, owner: Partial<Omit<PicturesOwner, 'changed'>> = {}) {
	const page = tab(shelf, owner);
	await page.pictures.restore();
	page.pictures.flush();
	return page;
}

/** Under which key, and as what, each was shown. */
function shown({ show }: ReturnType<typeof tab>): [string, string][] {
	return show.mock.calls.map(([{ key }, image]) => [key, image]);
}

describe('pictures on their way', () => {
	it('go out in the order of choosing, one at a time in a conversation', async () => {
		const shelf = new Memory();
		const release: ((image: string) => void)[] = [];
		const page = tab(shelf, { upload: () => new Promise((resolve) => release.push(resolve)) });
		page.pictures.add('a', [file(), file()]);
		page.pictures.add('b', [file()]);
		await vi.waitFor(() => expect(page.seen.list).toEqual(['sending', 'waiting', 'sending']));
		release[0]?.('first');
		await vi.waitFor(() => expect(page.seen.list).toEqual(['sending', 'sending']));
		release[2]?.('second');
		await vi.waitFor(() =>
			expect(shown(page).map(([, image]) => image)).toEqual(['first', 'second'])
		);
		release[1]?.('elsewhere');
		await vi.waitFor(() => expect(page.seen.list).toEqual([]));
		expect(await shelf.all('picture')).toEqual([]);
	});

	it('answer a message with the first of them', async () => {
		const page = tab(new Memory());
		page.pictures.add('a', [file(), file()], 7);
		await vi.waitFor(() => expect(page.show).toHaveBeenCalledTimes(2));
		expect(page.show.mock.calls.map(([{ reply_to }]) => reply_to)).toEqual([7, null]);
	});

	it('are tried again by themselves, and after a reload, with the same key', async () => {
		const shelf = new Memory();
		const before = tab(shelf, { upload: offline });
		before.pictures.add('a', [file()], 7);
		await vi.waitFor(() => expect(before.seen.list).toEqual(['waiting']));
		await vi.advanceTimersByTimeAsync(1_000);
		expect(before.upload.mock.calls.length).toBeGreaterThan(1);
		const [kept] = await shelf.all<Kept>('picture');

		const after = await restored(shelf);
		await vi.waitFor(() => expect(shown(after)).toEqual([[kept?.key, 'image 1']]));
		expect(after.show.mock.calls[0]?.[0]).toMatchObject({ conversation: 'a', reply_to: 7 });
		await vi.waitFor(async () => expect(await shelf.all('picture')).toEqual([]));
	});

	it('are not uploaded twice: an answer that was lost is asked for again', async () => {
		const shelf = new Memory();
		const before = tab(shelf, { show: forever });
		before.pictures.add('a', [file()]);
		await vi.waitFor(() => expect(before.show).toHaveBeenCalled());
		const after = await restored(shelf);
		await vi.waitFor(() => expect(shown(after)).toEqual(shown(before)));
		expect(after.upload).not.toHaveBeenCalled();
		await vi.waitFor(() => expect(after.seen.list).toEqual([]));
	});

	it('wait for the worker also after a reload, and go out anew if its word was lost', async () => {
		const shelf = new Memory();
		await new Album(shelf).keep(kept({ image: 'told to nobody' }));
		const early = no('conflict', 'This image is not ready yet.');
		const page = await restored(shelf, {
			made: async (id) => (id === 'image 1' ? ({ id, state: 'ready' } as ImageState) : undefined),
			show: async (_, image) => (image === 'image 1' ? {} : Promise.reject(early))
		});
		await vi.waitFor(() => expect(page.seen.list).toEqual([]));
		expect(page.made.mock.calls.map(([image]) => image)).toEqual(['told to nobody', 'image 1']);
		expect(new Set(shown(page).map(([key]) => key))).toEqual(new Set(['1']));
	});

	it('go out anew when the server has collected them', async () => {
		const shelf = new Memory();
		await new Album(shelf).keep(kept({ image: 'collected' }));
		const page = await restored(shelf, {
			show: async (_, image) => (image === 'collected' ? Promise.reject(no('not_found')) : {})
		});
		await vi.waitFor(() => expect(page.seen.list).toEqual([]));
		expect(shown(page)).toEqual([
			['1', 'collected'],
			['1', 'image 1']
		]);
	});

	it('are there already when their key is used', async () => {
		const page = tab(new Memory(), { show: () => Promise.reject(no('key_mismatch')) });
		page.pictures.add('a', [file()]);
		await vi.waitFor(() => expect(page.show).toHaveBeenCalled());
		await vi.waitFor(() => expect(page.seen.list).toEqual([]));
	});

	it('live in this page where the device keeps nothing', async () => {
		const shelf = new Memory();
		vi.spyOn(shelf, 'put').mockRejectedValue(new DOMException('Full.', 'QuotaExceededError'));
		let up = false;
		const page = tab(shelf, { upload: async () => (up ? 'image' : offline()) });
		page.pictures.add('a', [file()]);
		await vi.waitFor(() => expect(page.seen.list).toEqual(['waiting']));
		up = true;
		page.pictures.flush();
		await vi.waitFor(() => expect(page.show).toHaveBeenCalledTimes(1));
		await vi.waitFor(() => expect(page.seen.list).toEqual([]));
	});

	it('stop when they are dropped, and nothing of them stays', async () => {
		const shelf = new Memory();
		const page = tab(shelf, {
			upload: (_, __, signal) =>
				new Promise((_, reject) =>
					signal.addEventListener('abort', () => reject(new Interrupted()))
				)
		});
		page.pictures.add('a', [file(), file()]);
		await vi.waitFor(() => expect(page.upload).toHaveBeenCalledTimes(1));
		const [first] = await shelf.all<Kept>('picture');
		await page.pictures.drop(first?.key ?? '');
		await vi.waitFor(() => expect(page.upload).toHaveBeenCalledTimes(2));
		expect(page.seen.list).toEqual(['sending']);
		expect(await shelf.all('picture')).toHaveLength(1);
		page.pictures.forget('a');
		await vi.waitFor(async () => expect(await shelf.all('picture')).toEqual([]));
		expect(page.show).not.toHaveBeenCalled();
	});
});

describe('a picture that is refused', () => {
	it('says why, leaves the device and does not hold up the next', async () => {
		const shelf = new Memory();
		const page = tab(shelf, {
			made: async (id) =>
				id === 'image 1'
					? ({ id, state: 'refused', problem: 'This picture is damaged.' } as ImageState)
					: undefined
		});
		page.pictures.add('a', [file(), file()]);
		await vi.waitFor(() => expect(shown(page)).toHaveLength(1));
		await vi.waitFor(() => expect(page.seen.list).toEqual(['failed: This picture is damaged.']));
		expect(await shelf.all('picture')).toEqual([]);
	});

	it('is kept and tried again, with the same key, when somebody asks for it', async () => {
		const shelf = new Memory();
		let confirmed = false;
		const page = tab(shelf, {
			upload: async () =>
				confirmed ? forever() : Promise.reject(no('forbidden', 'Confirm first.'))
		});
		page.pictures.add('a', [file()]);
		await vi.waitFor(() => expect(page.seen.list).toEqual(['failed: Confirm first.']));
		const key = page.pictures.list[0]?.key ?? '';
		confirmed = true;
		page.pictures.retry(key);
		await vi.waitFor(() => expect(page.upload).toHaveBeenCalledTimes(2));
		expect((await shelf.all<Kept>('picture')).map((one) => one.key)).toEqual([key]);
	});

	it('may be one whose file is gone', async () => {
		const gone = file();
		vi.spyOn(gone, 'slice').mockReturnValue({ arrayBuffer: offline } as unknown as Blob);
		const page = tab(new Memory());
		page.pictures.add('a', [gone]);
		await vi.waitFor(() => expect(page.seen.list[0]).toContain('cannot be read any more'));
		expect(page.upload).not.toHaveBeenCalled();
	});
});

describe('several tabs', () => {
	/** Two of one browser, the first of which is uploading. */
	async function two(owner: Partial<Omit<PicturesOwner, 'changed'>>) {
		const [shelf, browser] = [new Memory(), new FakeBrowser()];
		browser.in('first');
		const first = tab(shelf, owner);
		first.pictures.add('a', [file()]);
		await vi.waitFor(() => expect(first.upload).toHaveBeenCalled());
		browser.in('second');
		const second = await restored(shelf);
		expect(second.seen.list).toEqual(['waiting']);
		return { shelf, browser, first, second };
	}

	it('bring a picture once: who comes second waits and lets go', async () => {
		let finish: (image: string) => void = () => undefined;
		const { first, second } = await two({ upload: () => new Promise((done) => (finish = done)) });
		await vi.advanceTimersByTimeAsync(60_000);
		finish('image');
		await vi.waitFor(() => expect(second.seen.list).toEqual([]));
		expect(shown(first)).toHaveLength(1);
		expect(second.upload).not.toHaveBeenCalled();
		expect(second.show).not.toHaveBeenCalled();
	});

	it('go on for one that is closed', async () => {
		const { browser, first, second } = await two({ upload: forever });
		const key = first.pictures.list[0]?.key;
		browser.kill('first');
		await vi.waitFor(() => expect(shown(second)).toEqual([[key, 'image 1']]));
		await vi.waitFor(() => expect(second.seen.list).toEqual([]));
	});

	it('show nothing that was dropped in another', async () => {
		let finish: (image: string) => void = () => undefined;
		const { first, second } = await two({ upload: () => new Promise((done) => (finish = done)) });
		await second.pictures.drop(first.pictures.list[0]?.key ?? '');
		finish('image');
		await vi.waitFor(() => expect(first.seen.list).toEqual([]));
		expect(first.show).not.toHaveBeenCalled();
		expect(second.upload).not.toHaveBeenCalled();
	});
});

it('ends with the session: nothing goes out, and nothing is kept', async () => {
	const shelf = new Memory();
	const page = tab(shelf, { upload: offline });
	page.pictures.add('a', [file()]);
	await vi.waitFor(() => expect(page.upload).toHaveBeenCalledTimes(1));
	page.pictures.close();
	await shelf.clear('picture');
	page.pictures.add('a', [file()]);
	page.pictures.flush();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(page.upload).toHaveBeenCalledTimes(1);
	expect(page.seen.list).toEqual([]);
	expect(await shelf.all('picture')).toEqual([]);
});

function kept(change: Partial<Kept>): Kept {
	const about = { key: '1', conversation: 'a', reply_to: null, chosen_at: 0, image: null };
	return { ...about, file: file(), ...change };
}
