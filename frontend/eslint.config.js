// What types and svelte-check do not see: promises that nobody waits for, and `any`.
import ts from 'typescript-eslint';
import svelte from 'eslint-plugin-svelte';

const rules = {
	'@typescript-eslint/no-explicit-any': 'error',
	'@typescript-eslint/no-floating-promises': 'error',
	'@typescript-eslint/await-thenable': 'error',
	'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
	'@typescript-eslint/no-unnecessary-type-assertion': 'error',
	'@typescript-eslint/no-unused-vars': [
		'error',
		{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
	]
};

const typed = { projectService: true, extraFileExtensions: ['.svelte'] };

export default [
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'node_modules/',
			'src/service-worker/',
			'src/lib/protocol.ts'
		]
	},
	...svelte.configs.base,
	{ plugins: { '@typescript-eslint': ts.plugin } },
	{
		files: ['src/**/*.ts'],
		languageOptions: { parser: ts.parser, parserOptions: typed },
		rules
	},
	{
		files: ['src/**/*.svelte', 'src/**/*.svelte.ts'],
		languageOptions: { parserOptions: { ...typed, parser: ts.parser } },
		rules: { ...rules, 'svelte/no-at-html-tags': 'error', 'svelte/require-each-key': 'error' }
	}
];
