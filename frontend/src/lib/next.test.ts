import { describe, expect, it } from 'vitest';
import { here, leadingTo, nextOf } from './next.ts';

const asked = (next: string) => nextOf(new URL(`https://a.example/sign-in?next=${next}`));

describe('where a page leads on to', () => {
	it('is kept with what is asked of it', () => {
		const page = new URL('https://a.example/inbox/new?to=ana#end');
		const door = new URL(leadingTo('/sign-in', here(page)), page);
		expect(door.pathname).toBe('/sign-in');
		expect(nextOf(door)).toBe('/inbox/new?to=ana#end');
	});

	it('is never elsewhere', () => {
		for (const elsewhere of [
			...['https://b.example', '//b.example', '/%5Cb.example', 'inbox', ''],
			...['/%09/b.example', '%09//b.example', '/%0A%0D/b.example', '/.//b.example'],
			...['/a/..//b.example', '/%09%5Cb.example', 'javascript:alert(1)', '%20//b.example']
		]) {
			expect(asked(elsewhere)).toBe('');
		}
		expect(asked('/calls')).toBe('/calls');
		expect(asked('/calls/%2509')).toBe('/calls/%09');
	});

	it('need not be said', () => expect(leadingTo('/sign-up', '')).toBe('/sign-up'));
});
