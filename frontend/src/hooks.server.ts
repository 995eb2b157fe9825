import type { Handle } from '@sveltejs/kit/hooks';

// Runs once, when the shell is built: fonts are fetched together with the first script.
export const handle: Handle = ({ event, resolve }) => resolve(event, { preload: () => true });
