/**
 * Compiles the catalogues of `messages/` into one function for each sentence.
 *
 * A language is a folder, an area is a file in it: nothing else lists them.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { compile } from '@inlang/paraglide-js';

const BASE = 'en';

/** For types, tests and the development server: a file for each language. */
export const WHOLE = '.svelte-kit/catalogue';
/** For a build: a file for each sentence, so that a page loads only its own. */
export const SPLIT = '.svelte-kit/catalogue-split';

/** @param {string} outdir */
export async function compileCatalogue(outdir) {
	await compile({
		project: project(outdir),
		outdir,
		outputStructure: outdir === SPLIT ? 'message-modules' : 'locale-modules',
		strategy: ['globalVariable', 'baseLocale'],
		emitReadme: false,
		emitGitIgnore: false,
		emitPrettierIgnore: false
	});
}

/** @param {string} outdir */
function project(outdir) {
	const folder = `${outdir}.inlang`;
	const areas = readdirSync(`messages/${BASE}`).sort();
	const settings = {
		baseLocale: BASE,
		locales: readdirSync('messages').sort(),
		telemetry: 'off',
		modules: ['../node_modules/@inlang/plugin-message-format/dist/index.js'],
		'plugin.inlang.messageFormat': {
			pathPattern: areas.map((area) => `../messages/{locale}/${area}`)
		}
	};
	mkdirSync(folder, { recursive: true });
	writeFileSync(`${folder}/settings.json`, JSON.stringify(settings));
	return folder;
}

if (import.meta.main) await compileCatalogue(WHOLE);
