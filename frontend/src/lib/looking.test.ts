// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isLooking, watchLooking } from './looking.ts';
import { linesOf, sources } from './sources.ts';

function page(visibility: DocumentVisibilityState, focus: boolean): void {
	vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibility);
	vi.spyOn(document, 'hasFocus').mockReturnValue(focus);
}

afterEach(() => vi.restoreAllMocks());

describe('somebody looks', () => {
	it.each([
		['visible', true, true],
		['visible', false, false],
		['hidden', false, false],
		['hidden', true, false]
	] as const)('at a page that is %s, focus %s: %s', (visibility, focus, looks) => {
		page(visibility, focus);
		expect(isLooking()).toBe(looks);
	});

	it('or no longer, which is told', () => {
		const look = vi.fn();
		const end = watchLooking(look);
		for (const event of ['focus', 'blur', 'visibilitychange']) dispatchEvent(new Event(event));
		expect(look).toHaveBeenCalledTimes(4);
		end();
		dispatchEvent(new Event('blur'));
		expect(look).toHaveBeenCalledTimes(4);
	});

	it('is decided in one place', () => {
		const directly = /visibilityState|hasFocus|document\.hidden/;
		expect(linesOf(directly, { except: ['lib/looking.ts'] })).toEqual([]);
	});

	it('is asked before anything is told to be seen or read without a press', () => {
		const SEEING = /conversation\.read'|\.(?:looked|seen|saw)\(|onread\(/;
		const files = sources().filter(([path, text]) => path.endsWith('.svelte') && SEEING.test(text));
		expect(files.length).toBeGreaterThan(2);
		const asks = (text: string) => /isLooking\(\)|async function read\(number/.test(text);
		expect(files.filter(([, text]) => !asks(text)).map(([path]) => path)).toEqual([]);
	});
});
