import { bell, inbox } from './app.ts';
import { isolated } from './words/people.ts';

/** What a tab is called: with how much is new, for who looks elsewhere. */
export function titleOf(page: string): string {
	const count = inbox.unread + bell.unread;
	const news = count ? `(${count}) ` : '';
	return `${news}${isolated(page)} · Callboard`;
}
