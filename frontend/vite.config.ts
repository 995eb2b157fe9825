import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { compileCatalogue, SPLIT, WHOLE } from './catalogue.js';

const server = process.env.CALLBOARD_SERVER ?? 'http://127.0.0.1:8000';

function fingerprint(...sources: string[]): string {
	const digest = createHash('sha256');
	for (const source of sources) {
		for (const file of filesOf(source)) digest.update(file).update(readFileSync(file));
	}
	return digest.digest('hex').slice(0, 16);
}

function filesOf(source: string): string[] {
	if (source.includes('.')) return [source];
	const found = readdirSync(source, { recursive: true, withFileTypes: true });
	return found
		.filter((entry) => entry.isFile())
		.map(at)
		.sort();
}

function at({ parentPath, name }: { parentPath: string; name: string }): string {
	return join(parentPath, name);
}

/** The sentences as functions, compiled before anything asks for them and when they change. */
function catalogue(): Plugin {
	return {
		name: 'catalogue',
		async config(_, { command }) {
			const outdir = command === 'build' ? SPLIT : WHOLE;
			await compileCatalogue(outdir);
			const alias = [
				{ find: /^#catalogue$/, replacement: resolve(outdir, 'messages.js') },
				{ find: /^#catalogue\//, replacement: `${resolve(outdir)}/` }
			];
			return { resolve: { alias } };
		},
		configureServer(server) {
			server.watcher.add(resolve('messages'));
			server.watcher.on('all', async (_, file) => {
				if (!file.startsWith(resolve('messages'))) return;
				await compileCatalogue(WHOLE);
				server.moduleGraph.invalidateAll();
				server.ws.send({ type: 'full-reload' });
			});
		}
	};
}

export default defineConfig({
	plugins: [
		catalogue(),
		sveltekit({
			adapter: adapter({ pages: 'build', fallback: 'shell.html', precompress: true, strict: true }),
			paths: { relative: false },
			// Named by what it is made of: two builds of one source are the same bytes, and a page
			// knows whether the server has another.
			version: {
				name: fingerprint('src', 'messages', 'static', 'package-lock.json'),
				pollInterval: 0
			}
		})
	],
	// Tests run the stores as the browser does, not as a server would.
	resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined,
	build: {
		rolldownOptions: {
			output: {
				// A few files instead of forty: the engine in one piece, parts that many pages have in another.
				codeSplitting: {
					groups: [
						{ name: 'engine', test: /(src[\\/]lib[\\/](?!parts)|@lucide[\\/])/, minShareCount: 3 },
						{ name: 'parts', test: /src[\\/]lib[\\/]parts/, minShareCount: 8 }
					]
				}
			}
		}
	},
	server: {
		proxy: {
			'/api': server,
			'/_allauth': server,
			'/demo': server,
			'/avatars': server,
			'/ws': { target: server, ws: true }
		}
	},
	test: { environment: 'node', include: ['src/**/*.test.ts'] }
});
