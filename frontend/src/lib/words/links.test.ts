import { describe, expect, it } from 'vitest';
import { completed, linked } from './links.ts';

describe('a button for a link', () => {
	it.each([
		['https://us02web.zoom.us/j/123?pwd=x', 'Join on Zoom', 'us02web.zoom.us'],
		['https://meet.google.com/abc', 'Join on Google Meet', 'meet.google.com'],
		['https://calendly.com/hanna', 'Book', 'calendly.com'],
		['https://www.example.org/booking/7', 'Book', 'example.org'],
		['https://example.org/zoom.us', 'Open the link', 'example.org'],
		['https://zoom.us.evil.example/', 'Open the link', 'zoom.us.evil.example']
	])('%s', (url, word, host) => {
		expect(linked(url)).toEqual({ href: url, word, host });
	});

	it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://x.y', 'nonsense', ''])(
		'is not made of %s',
		(url) => expect(linked(url)).toBeNull()
	);

	it('completes what people type', () => {
		expect(completed(' zoom.us/j/1 ')).toBe('https://zoom.us/j/1');
		expect(completed('http://x.org')).toBe('http://x.org');
		expect(completed('')).toBe('');
	});
});
