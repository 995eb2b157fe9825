import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import manifest from './package.json' with { type: 'json' };

const server = process.env.CALLBOARD_SERVER ?? 'http://127.0.0.1:8000';

export default defineConfig({
	plugins: [
		sveltekit({
			adapter: adapter({ pages: 'build', fallback: 'shell.html', precompress: true, strict: true }),
			paths: { relative: false },
			// A fixed name: two builds of the same source are the same bytes.
			version: { name: manifest.version, pollInterval: 0 }
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
	test: { environment: 'jsdom', include: ['src/**/*.test.ts'] }
});
