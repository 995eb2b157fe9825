// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { linesOf } from '#lib/sources.ts';
import { Interrupted } from './errors.ts';
import { later, Outdated } from './later.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => (vi.useRealTimers(), vi.restoreAllMocks()));

async function loaded(part: () => Promise<string>): Promise<unknown> {
	const found = later(part).catch((error: unknown) => error);
	await vi.runAllTimersAsync();
	return found;
}

describe('a part that is loaded later', () => {
	it('is tried again', async () => {
		const part = vi.fn().mockRejectedValueOnce(new TypeError()).mockResolvedValue('menu');
		expect(await loaded(part)).toBe('menu');
		expect(part).toHaveBeenCalledTimes(2);
	});

	it('is outdated when the server has it no more', async () => {
		const part = vi.fn().mockRejectedValue(new TypeError());
		expect(await loaded(part)).toBeInstanceOf(Outdated);
		expect(part).toHaveBeenCalledTimes(3);
	});

	it('waits for the connection where there is none', async () => {
		vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
		expect(await loaded(vi.fn().mockRejectedValue(new TypeError()))).toBeInstanceOf(Interrupted);
	});

	it('is loaded in this way everywhere', () => {
		const imports = linesOf(/\bimport\(/);
		expect(imports.length).toBeGreaterThan(10);
		const guarded = /(\blater\(\(\) => |part=\{\(\) => )import\(/;
		expect(imports.filter((line) => !guarded.test(line))).toEqual([]);
		expect(linesOf(/\{#await/)).toEqual([]);
	});
});
