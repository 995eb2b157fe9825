/** Finds texts for people that stand in the sources instead of the catalogues, for tests. */
import { parse } from 'svelte/compiler';

interface Node {
	type: string;
	start: number;
	[key: string]: unknown;
}

/** Attributes of elements that people are shown, or told. */
const SAID =
	/^(aria-(label|description|valuetext|roledescription|placeholder)|title|placeholder|alt|label)$/;
/** Attributes that hold names for programs, whatever they look like. */
const NAMES =
	/^(class|style|href|src|id|d|rel|pattern|accept|viewBox|transform|autocomplete|sizes|data-.*)$/;
/** What programs say to each other, although it looks like words. */
const TERMS = new Set([
	...[
		'Accept',
		'Authorization',
		'Retry-After',
		'Content-Type',
		'Element',
		'Latin',
		'Callboard',
		'Files'
	],
	...['Enter', 'Escape', 'Tab', 'Home', 'End', 'Backspace', 'Delete', 'PageUp', 'PageDown', 'Space']
]);

/** "path:line: text" of each text that people would read. */
export function textsIn(path: string, source: string): string[] {
	const svelte = path.endsWith('.svelte');
	const code = svelte ? source : `<script lang="ts">${source}\n</script>`;
	const ast = parse(code, { modern: true });
	const found: string[] = [];
	const hit = (node: Node, text: string) => {
		const line = code.slice(0, node.start).split('\n').length;
		found.push(`${path}:${line}: ${text.trim().replace(/\s+/g, ' ')}`);
	};
	for (const part of [ast.module?.content, ast.instance?.content, ast.fragment]) {
		if (part) walk(part as unknown as Node, hit);
	}
	return found;
}

/** "path:line" of each sentence that is said once and kept, whatever language is chosen later. */
export function keptIn(path: string, source: string): string[] {
	const code = path.endsWith('.svelte') ? source : `<script lang="ts">${source}\n</script>`;
	const { module, instance } = parse(code, { modern: true });
	const found: string[] = [];
	const look = (node: Node): void => {
		if (/Function|Method/.test(node.type)) return;
		if (node.type === 'CallExpression' && isDerived(node.callee as Node)) return;
		const { object } = (node.callee ?? {}) as { object?: Node };
		if (node.type === 'CallExpression' && object?.name === 'm') {
			found.push(`${path}:${code.slice(0, node.start).split('\n').length}`);
		}
		for (const child of children(node)) look(child);
	};
	for (const script of [module, instance]) if (script) look(script.content as unknown as Node);
	return found;
}

function isDerived({ name, object }: Node): boolean {
	return name === '$derived' || (object as Node | undefined)?.name === '$derived';
}

type Hit = (node: Node, text: string) => void;

function walk(node: Node, hit: Hit): void {
	if (node.type === 'Text' && isWord(String(node.data))) hit(node, String(node.data));
	else if (isString(node) && isSaid(node.value as string)) hit(node, node.value as string);
	else if (node.type === 'TemplateLiteral') template(node, hit);
	if (node.type === 'RegularElement' || node.type === 'Component') attributes(node, hit);
	for (const child of children(node)) walk(child, hit);
}

function* children(node: Node): Generator<Node> {
	for (const [key, value] of Object.entries(node)) {
		if (key === 'attributes' || isForPrograms(node, key)) continue;
		for (const child of [value].flat()) if (isNode(child)) yield child;
	}
}

/** What is compared, imported, thrown at developers, a type or the name of a property. */
function isForPrograms({ type, callee, operator, computed }: Node, key: string): boolean {
	if (type.startsWith('TS') && key !== 'expression') return true;
	if (/^(Import|Export\w+From|ExportAll)/.test(type) && key === 'source') return true;
	if (type === 'BinaryExpression') return /^[!=]==?$|^in$/.test(String(operator));
	if (type === 'SwitchCase') return key === 'test';
	if (type === 'NewExpression') return /Error$/.test(String((callee as Node).name));
	if (type === 'CallExpression') return isTechnical(callee as Node);
	return (key === 'key' && !computed) || key === 'metadata' || key === 'typeAnnotation';
}

/** Calls whose strings name events, elements or formats. */
function isTechnical({ property, name }: Node): boolean {
	const called = String((property as Node | undefined)?.name ?? name);
	return /^(addEventListener|removeEventListener|querySelector(All)?|closest|matches|matchMedia)$/.test(
		called
	);
}

function attributes(element: Node, hit: Hit): void {
	for (const attribute of element.attributes as Node[]) {
		const name = String(attribute.name);
		if (attribute.type === 'SpreadAttribute' || attribute.type === 'AttachTag') {
			walk(attribute, hit);
		} else if (!NAMES.test(name)) {
			const component = element.type === 'Component';
			for (const part of [attribute.value ?? attribute.expression].flat()) {
				if (!isNode(part)) continue;
				if (part.type !== 'Text') walk(part, hit);
				else if (
					component ? isSaid(String(part.data)) : SAID.test(name) && isWord(String(part.data))
				)
					hit(part, String(part.data));
			}
		}
	}
}

/** Words between expressions: `${count} days`. */
function template(node: Node, hit: Hit): void {
	const quasis = (node.quasis as Node[]).map((part) => (part.value as { cooked: string }).cooked);
	const whole = quasis.join('…');
	const alone = quasis.length > 1 && quasis.some((part) => /\s\p{Ll}{2,}|\p{Ll}{2,}\s/u.test(part));
	if (alone || isSaid(whole)) hit(node, whole);
}

function isString({ type, value }: Node): boolean {
	return type === 'Literal' && typeof value === 'string';
}

function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && 'type' in value;
}

function isWord(text: string): boolean {
	return /\p{L}{2}/u.test(text) && !TERMS.has(text.trim());
}

/** A sentence or a name of something, as far as that can be told of a string. */
function isSaid(text: string): boolean {
	if (TERMS.has(text.trim()) || /^[\w-]*[.#[:(>*\/][\w-]/.test(text)) return false;
	return /\p{L}[,;:]? +[\p{L}“„]/u.test(text) || /^\s*\p{Lu}\p{Ll}+(\P{L}|$)/u.test(text);
}
