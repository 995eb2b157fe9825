import { vi } from 'vitest';

/** The server's side of every WebSocket that a test opens. */
export class FakeServer {
	readonly sockets: FakeSocket[] = [];

	constructor() {
		vi.stubGlobal('WebSocket', socketClass(this));
	}

	get last(): FakeSocket {
		const socket = this.sockets.at(-1);
		if (!socket) throw new Error('Nobody has connected.');
		return socket;
	}

	/** Let the newest connection in. */
	welcome(fields: object = {}): FakeSocket {
		this.last.open();
		this.last.say({
			type: 'welcome',
			ref: this.last.said('hello').ref,
			server: { version: '0.1.0', feature_level: 1 },
			me: { id: 'ana' },
			epoch: 'k3f9',
			now: '2026-11-22T13:00:00.000Z',
			limits: {},
			inbox: { cursor: '77', heads: [], more: false },
			topics: { user: { version: 120, objects: [] } },
			gone: [],
			...fields
		});
		return this.last;
	}
}

export interface FakeSocket {
	url: string;
	protocol: string;
	frames: Said[];
	open(): void;
	say(frame: object): void;
	drop(code?: number): void;
	/** The newest frame of a type that the client sent. */
	said(type: string): Said;
}

interface Said {
	type: string;
	ref: number;
	[field: string]: unknown;
}

function socketClass(server: FakeServer) {
	return class implements FakeSocket {
		static readonly OPEN = 1;
		readyState = 0;
		frames: Said[] = [];
		onopen: (() => void) | null = null;
		onmessage: ((event: { data: string }) => void) | null = null;
		onclose: ((event: { code: number }) => void) | null = null;

		constructor(
			public url: string,
			public protocol: string
		) {
			server.sockets.push(this);
		}

		send(text: string): void {
			this.frames.push(JSON.parse(text) as Said);
		}

		close(): void {
			this.readyState = 3;
		}

		open(): void {
			this.readyState = 1;
			this.onopen?.();
		}

		say(frame: object): void {
			this.onmessage?.({ data: JSON.stringify(frame) });
		}

		drop(code = 1006): void {
			this.readyState = 3;
			this.onclose?.({ code });
		}

		said(type: string): Said {
			const frame = this.frames.findLast((sent) => sent.type === type);
			if (!frame) throw new Error(`The client has not said ${type}.`);
			return frame;
		}
	};
}
