import { agenda, board, feed, hosting, inbox, line, offers, threads } from './app.ts';

const KEPT = 2_000;

/** What tests may look at: every frame as it came, and what the stores made of them. */
export interface Debug {
	frames: { type: string }[];
	state(): object;
}

declare global {
	interface Window {
		callboard?: Debug;
	}
}

/** Only where somebody asked for it, by `localStorage.callboardDebug`. */
export function debugging(): ((frame: { type: string }) => void) | undefined {
	if (!asked()) return undefined;
	const frames: { type: string }[] = [];
	window.callboard = { frames, state };
	return (frame) => {
		frames.push(frame);
		if (frames.length > KEPT) frames.shift();
	};
}

function asked(): boolean {
	try {
		return localStorage.getItem('callboardDebug') !== null;
	} catch {
		return false;
	}
}

function state(): object {
	const heads = [...inbox.list('all'), ...inbox.list('archived')];
	const open = heads.flatMap(({ conversation }) => threads.get(conversation) ?? []);
	return structuredClone({
		connection: line.socket.connection,
		topics: line.topics.versions(),
		inbox: heads,
		messages: Object.fromEntries(open.map((it) => [it.conversation, it.messages])),
		board: board.rows,
		applications: board.applications,
		hosting: hosting.list,
		agenda: agenda.entries,
		offers: offers.list,
		feed: feed.list
	});
}
