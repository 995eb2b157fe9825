/**
 * Compiles the catalogues of `messages/` into one function for each sentence.
 *
 * A language is a folder, an area is a file in it: nothing else lists them.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { compile } from '@inlang/paraglide-js';

const BASE = 'en';
const OTHERS = readdirSync('messages').filter((language) => language !== BASE);

/** For types, tests and the development server: all languages in it. */
export const WHOLE = '.svelte-kit/catalogue';
/**
 * For a build: English as a file for each sentence, so that a page loads only its own, and every
 * other language as one file, which only its readers load.
 */
export const SPLIT = '.svelte-kit/catalogue-split';

/** @param {string} outdir */
export async function compileCatalogue(outdir) {
	await compile({
		project: project(outdir),
		outdir,
		outputStructure: 'locale-modules',
		strategy: ['globalVariable', 'baseLocale'],
		emitReadme: false,
		emitGitIgnore: false,
		emitPrettierIgnore: false
	});
	if (outdir === SPLIT) split(outdir);
	else writeFileSync(`${outdir}/learn.js`, KNOWS_ALL);
}

/**
 * Sentences are numbered in a build: names would be a fifth of all that is loaded.
 * @param {string} outdir
 */
function split(outdir) {
	const english = sentences(outdir, BASE);
	const names = Object.keys(english);
	const write = (/** @type {string} */ name, /** @type {string} */ text) =>
		writeFileSync(`${outdir}/messages/${name}`, text);
	names.forEach((name, number) => {
		const it = `export const ${name} = /* @__PURE__ */ told(${number}, ${english[name]});\n`;
		write(`${name}.js`, `${REGISTRY}import { told } from '../learn.js';\n${it}`);
	});
	write('_index.js', names.map((name) => `export * from './${name}.js';\n`).join(''));
	write('package.json', JSON.stringify({ sideEffects: false }));
	for (const language of OTHERS) {
		const theirs = sentences(outdir, language);
		const all = names.map((name) => theirs[name]).join(',\n');
		write(`${language}.js`, `${REGISTRY}export default [\n${all}\n];\n`);
	}
	const loads = OTHERS.map((code) => `\t${code}: () => import('./messages/${code}.js')`);
	writeFileSync(`${outdir}/learn.js`, LEARNS.replace('LOADS', loads.join(',\n')));
}

/**
 * The function of each sentence, as code, by its name.
 * @param {string} outdir
 * @param {string} language
 */
function sentences(outdir, language) {
	const [, ...parts] = readFileSync(`${outdir}/messages/${language}.js`, 'utf8').split(
		/^export const /m
	);
	const pairs = parts.map((part) => {
		const [, name, body] = /^(\w+) = ([^]*?);?\s*$/.exec(part) ?? [];
		if (!name || !body) throw new Error(`no sentence: ${part}`);
		return [name, body];
	});
	return /** @type {Record<string, string>} */ (Object.fromEntries(pairs));
}

const REGISTRY = "import * as registry from '../registry.js';\n";

const KNOWS_ALL = `
/**
 * Load the sentences of a language; undefined where they are here.
 * @type {(locale: string) => Promise<void> | undefined}
 */
export const learn = () => undefined;
`;

const LEARNS = `
import { getLocale } from './runtime.js';

const LOAD = {
LOADS
};
const known = {};

export function learn(locale) {
	if (known[locale] || !LOAD[locale]) return undefined;
	return LOAD[locale]().then((loaded) => void (known[locale] = loaded.default));
}

/** The sentence in the language that is spoken, or in English. */
export function told(number, base) {
	const of = (options) => known[options?.locale ?? getLocale()]?.[number] ?? base;
	const say = (inputs = {}, options) => of(options)(inputs);
	if (base.parts) {
		say.parts = (inputs = {}, options) => {
			const it = of(options);
			return it.parts ? it.parts(inputs) : [{ type: 'text', value: it(inputs) }];
		};
	}
	return say;
}
`;

/** @param {string} outdir */
function project(outdir) {
	const folder = `${outdir}.inlang`;
	const areas = readdirSync(`messages/${BASE}`).sort();
	const settings = {
		baseLocale: BASE,
		locales: [BASE, ...OTHERS],
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
