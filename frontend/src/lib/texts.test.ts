import { expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { sources } from './sources.ts';
import { keptIn, textsIn } from './texts.ts';

/** Files whose texts are not in the catalogues yet. It only ever gets shorter. */
const UNMOVED = new Set(
	readFileSync('src/lib/texts.unmoved.txt', 'utf8').split('\n').filter(Boolean)
);
/** What is found and is no text: names of products, of writing systems, of locks. */
const NAMES: Record<string, RegExp> = {
	'lib/words/devices.ts': /: (Edge|Opera|Firefox|Chrome|Safari|Android|Mac|Windows|Linux)$/,
	'lib/words/hosts.ts': /./,
	'lib/sync/line.ts': /: callboard …$/,
	'lib/sync/outbox.ts': /: new …$/,
	'lib/sync/pictures.ts': /: callboard picture …$/
};

const found = new Map(
	sources().map(([path, source]) => [
		path,
		textsIn(path, source).filter((text) => !NAMES[path]?.test(text))
	])
);

it('stands in the catalogues, whatever people read', () => {
	const moved = [...found].filter(([path]) => !UNMOVED.has(path));
	expect(moved.flatMap(([, texts]) => texts)).toEqual([]);
});

it('keeps no file on the list that has been moved, or is gone', () => {
	expect([...UNMOVED].filter((path) => !found.get(path)?.length)).toEqual([]);
});

it('is said where it is shown, so that it follows the language', () => {
	expect(sources().flatMap(([path, source]) => keptIn(path, source))).toEqual([]);
});

const COMPONENT = `<script lang="ts">
	import { me } from 'Some where.ts';
	const kinds = { open: 'Open', 'Not a text': 1 };
	if (me.kind === 'Somebody') throw new Error('For developers only.');
	const days = \`\${kinds} days\`, path = \`/api/\${days}\`;
</script>
<p class="One Two" title="Go on">Read <b>{me.name ? 'This here' : 'open'}</b></p>
<Field label="Name" kind="plain" />`;

it('finds texts in markup, attributes and code, and nothing else', () => {
	const texts = textsIn('a.svelte', COMPONENT).map((text) => text.split(': ')[1]);
	expect(texts.sort()).toEqual(['Go on', 'Name', 'Open', 'Read', 'This here', '… days']);
});
