// Imported here, not in the layout, so that the shell itself links them: no unstyled moment.
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import { ready } from '#lib/language.svelte.ts';

/** The first screen is in the reader's language. */
export const init = (): Promise<void> => ready;
