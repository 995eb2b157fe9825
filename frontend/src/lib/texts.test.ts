import { expect, it } from 'vitest';
import { sources } from './sources.ts';
import { textsIn } from './texts.ts';

/** What is found and is no text: names of products, of writing systems, of locks and of drafts. */
const NAMES: Record<string, RegExp> = {
	'lib/parts/market/ApplyForm.svelte': /: apply …$/,
	'lib/parts/talking/ConversationList.svelte': /: Arrow$/,
	'lib/parts/talking/StartsOnTheirWay.svelte': /: new (…|group)$/,
	'lib/words/devices.ts': /: (Edge|Opera|Firefox|Chrome|Safari|Android|Mac|Windows|Linux)$/,
	'lib/words/hosts.ts': /./,
	'lib/words/machine.ts': /: after start$/,
	'lib/sync/line.ts': /: callboard …$/,
	'lib/sync/outbox.ts': /: new …$/,
	'lib/sync/pictures.ts': /: callboard picture …$/,
	'routes/(app)/inbox/new/+page.svelte': /: new (…|group)$/
};

it('stands in the catalogues, whatever people read', () => {
	const found = sources().flatMap(([path, source]) =>
		textsIn(path, source).filter((text) => !NAMES[path]?.test(text))
	);
	expect(found).toEqual([]);
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
