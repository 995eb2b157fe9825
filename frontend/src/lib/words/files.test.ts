// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { moves, picturesIn, prefersText } from './files.ts';

const file = (name: string, type: string) => new File(['x'], name, { type });
const photo = file('photo.png', 'image/png');

function pasted(texts: Record<string, string>, ...files: File[]) {
	const getData = (type: string) => texts[type] ?? '';
	return prefersText({ files: files as unknown as FileList, getData });
}

describe('files', () => {
	it('are sent if they are pictures', () => {
		expect(picturesIn([photo])).toEqual({ pictures: [photo], refusal: null });
	});

	it.each([
		['contract.pdf', 'application/pdf'],
		['photo.heic', ''],
		['photo.heic', 'image/heic'],
		['drawing.svg', 'image/svg+xml']
	])('that are none, as %s (%s), are refused in words', (name, type) => {
		const { pictures, refusal } = picturesIn([photo, file(name, type)]);
		expect(pictures).toEqual([photo]);
		expect(refusal).toContain(name);
	});

	it('that are none are counted', () => {
		const { refusal } = picturesIn([file('a.pdf', ''), file('b.pdf', '')]);
		expect(refusal).toMatch(/^2 files were not taken/);
	});
});

describe('a picture', () => {
	it.each([
		['GIF89a…!\xff\x0bNETSCAPE2.0', true],
		['\x89PNG…IHDR…acTL', true],
		['RIFF…WEBPVP8X…ANIM', true],
		['GIF89a…', false],
		['\x89PNG…IHDR…IDAT', false]
	])('%j moves: %s', async (bytes, expected) => {
		expect(await moves(new Blob([bytes]))).toBe(expected);
	});
});

describe('a paste', () => {
	it('of cells or words is a text, though a picture comes with it', () => {
		expect(pasted({ 'text/plain': 'Anna\t30', 'text/html': '<table>' }, photo)).toBe(true);
		expect(pasted({ 'text/html': '<b>Anna</b>' }, photo)).toBe(true);
	});

	it('of a picture is a picture', () => {
		expect(pasted({}, photo)).toBe(false);
		expect(pasted({ 'text/html': '<img src="https://a.example/b.png">' }, photo)).toBe(false);
	});

	it('of a file is a picture, though its name or path comes with it', () => {
		expect(pasted({ 'text/plain': 'photo.png' }, photo)).toBe(false);
		expect(pasted({ 'text/plain': '/pictures/photo.png' }, photo)).toBe(false);
		expect(pasted({ 'text/plain': 'photo.png looks fine' }, photo)).toBe(true);
	});
});
