import { describe, expect, it, vi } from 'vitest';
import type { Line } from '#lib/sync/line.ts';
import { DirectorySearch, type Wanted } from './directory.svelte.ts';
import { FollowedStore } from './followed.svelte.ts';

const ANY: Wanted = { role: 'model', search: '', pose_style: '', min_rating: 0, free_on: '' };
const entry = (name: string) => ({ person: { id: name, name } });
const page = (names: string[], next: string | null = null, followed: string[] = []) => ({
	entries: names.map(entry),
	followed,
	next
});

function setUp(read = vi.fn()) {
	const followed = new FollowedStore();
	return { read, followed, directory: new DirectorySearch({ read } as unknown as Line, followed) };
}

function names({ entries }: DirectorySearch): string[] {
	return entries.map(({ person }) => person.name);
}

describe('the directory', () => {
	it('asks only for what is wished', async () => {
		const { read, directory } = setUp(vi.fn().mockResolvedValue(page([])));
		await directory.find({ ...ANY, search: ' ana ', free_on: '2026-11-24' });
		const [path, parameters] = read.mock.calls[0] as [string, Record<string, unknown>];
		expect(path).toBe('/api/v1/directory');
		expect(JSON.parse(JSON.stringify(parameters))).toEqual({
			role: 'model',
			search: 'ana',
			free_on: '2026-11-24'
		});
	});

	it('does not ask hosts for poses', async () => {
		const { read, directory } = setUp(vi.fn().mockResolvedValue(page([])));
		await directory.find({ ...ANY, role: 'host', pose_style: 'long', free_on: '2026-11-24' });
		expect(JSON.stringify(read.mock.calls[0])).not.toMatch(/long|2026/);
	});

	it('joins the next page on', async () => {
		const { read, directory } = setUp();
		read.mockResolvedValueOnce(page(['Ana'], 'n'));
		read.mockResolvedValueOnce(page(['Jane']));
		await directory.find(ANY);
		await directory.older(ANY);
		expect(names(directory)).toEqual(['Ana', 'Jane']);
		expect(directory.more).toBe(false);
	});

	it('drops a slow answer to an earlier question', async () => {
		const { read, directory } = setUp();
		let late: (page: object) => void = () => undefined;
		read.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
		read.mockResolvedValueOnce(page(['Jane']));
		const slow = directory.find({ ...ANY, search: 'a' });
		await directory.find({ ...ANY, search: 'ja' });
		late(page(['Ana']));
		await slow;
		expect(names(directory)).toEqual(['Jane']);
	});

	it('says whom of these I follow, as the last page that shows them has it', async () => {
		const { read, followed, directory } = setUp();
		read.mockResolvedValueOnce(page(['Ana', 'Jane'], null, ['Ana']));
		read.mockResolvedValueOnce(page(['Ana', 'Jane'], null, ['Jane']));
		await directory.find(ANY);
		expect([followed.has('Ana'), followed.has('Jane')]).toEqual([true, false]);
		await directory.find(ANY);
		expect([followed.has('Ana'), followed.has('Jane')]).toEqual([false, true]);
	});
});
