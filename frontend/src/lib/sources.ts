/** Reads the client's own sources, for tests that hold for every file. */
import { readdirSync, readFileSync } from 'node:fs';

const ROOT = `${process.cwd()}/src/`;
const TESTS = /\.test\.ts$|\/fake-[^/]*$|lib\/(sources|texts)\.ts$|lib\/protocol\.ts$/;

/** Every source file: its path below `src`, and its text. */
export function sources(): [string, string][] {
	return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
		.filter((path) => /\.(ts|svelte)$/.test(path) && !TESTS.test(`/${path}`))
		.map((path) => [path, readFileSync(ROOT + path, 'utf8')]);
}

/** "path:line: text" of each line that matches, comments aside. */
export function linesOf(pattern: RegExp, { except = [] }: { except?: string[] } = {}): string[] {
	return sources()
		.filter(([path]) => !except.includes(path))
		.flatMap(([path, text]) =>
			text
				.split('\n')
				.map((line, at) => ({ line, place: `${path}:${at + 1}` }))
				.filter(({ line }) => pattern.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line))
				.map(({ line, place }) => `${place}: ${line.trim()}`)
		);
}
