const DATABASE = 'callboard';
const STORE = 'personal';
/** What names in localStorage the rows that a page wrote as it went. */
const LEFT = 'callboardLeft ';

export type Kind = 'outbox' | 'draft' | 'picture' | 'cache' | 'here';

/** A person's rows on this device, whatever holds them. */
export interface Shelf {
	all<T>(kind: Kind): Promise<T[]>;
	get<T>(kind: Kind, id: string): Promise<T | undefined>;
	put(kind: Kind, id: string, value: unknown): Promise<void>;
	/** Keep this although the page is going: it may not live to see its database written. */
	putNow(kind: Kind, id: string, value: unknown): void;
	delete(kind: Kind, id: string): Promise<void>;
	clear(kind: Kind): Promise<void>;
}

interface Row {
	person: string;
	kind: Kind;
	id: string;
	value: unknown;
}

/** What is kept on this device, each row under the person it belongs to. */
export class Storage implements Shelf {
	private constructor(
		private readonly database: IDBDatabase,
		readonly person: string
	) {}

	/** Names in localStorage that this page wrote, until the database has the same. */
	#left = new Set<string>();

	/** Open one person's rows; whatever other people left behind is deleted. */
	static async of(person: string): Promise<Storage> {
		const storage = new Storage(await open(), person);
		const left = lastRows();
		await storage.#change((rows) => {
			rows.delete(IDBKeyRange.upperBound([person], true));
			rows.delete(IDBKeyRange.lowerBound([person, []]));
			for (const { row } of left) if (row?.person === person) rows.put(row);
		});
		forget(left);
		return storage;
	}

	/** Whose rows are kept here: one person's at most. */
	static async whose(): Promise<string | null> {
		const database = await open();
		const rows = database.transaction(STORE).objectStore(STORE);
		const key = await answer(rows.getAllKeys(undefined, 1));
		database.close();
		return (key[0] as string[] | undefined)?.[0] ?? null;
	}

	/** Nothing of anybody stays: after signing out, or when the session has ended. */
	static async wipe(): Promise<void> {
		const database = await open();
		await new Storage(database, '').#change((rows) => rows.clear());
		database.close();
		forget(lastRows());
	}

	async all<T>(kind: Kind): Promise<T[]> {
		const range = IDBKeyRange.bound([this.person, kind], [this.person, kind, []]);
		const rows = this.database.transaction(STORE).objectStore(STORE);
		const found: Row[] = await answer(rows.getAll(range));
		return found.map((row) => row.value as T);
	}

	async get<T>(kind: Kind, id: string): Promise<T | undefined> {
		const rows = this.database.transaction(STORE).objectStore(STORE);
		const found: Row | undefined = await answer(rows.get([this.person, kind, id]));
		return found?.value as T | undefined;
	}

	async put(kind: Kind, id: string, value: unknown): Promise<void> {
		await this.#change((rows) => rows.put({ person: this.person, kind, id, value }));
		this.#settle(kind, id);
	}

	putNow(kind: Kind, id: string, value: unknown): void {
		const row: Row = { person: this.person, kind, id, value };
		const name = `${LEFT}${kind} ${id}`;
		try {
			localStorage.setItem(name, JSON.stringify(row));
			this.#left.add(name);
		} catch {
			// Full, or forbidden: the database is all there is.
		}
	}

	async delete(kind: Kind, id: string): Promise<void> {
		await this.#change((rows) => rows.delete([this.person, kind, id]));
		this.#settle(kind, id);
	}

	/** The database has something newer than what this page left. */
	#settle(kind: Kind, id: string): void {
		const name = `${LEFT}${kind} ${id}`;
		if (this.#left.delete(name)) localStorage.removeItem(name);
	}

	clear(kind: Kind): Promise<void> {
		const range = IDBKeyRange.bound([this.person, kind], [this.person, kind, []]);
		return this.#change((rows) => rows.delete(range));
	}

	#change(work: (rows: IDBObjectStore) => void): Promise<void> {
		const transaction = this.database.transaction(STORE, 'readwrite');
		work(transaction.objectStore(STORE));
		// At once: a page that is about to go will not come back to do it.
		transaction.commit();
		return new Promise((resolve, reject) => {
			transaction.oncomplete = () => resolve();
			transaction.onabort = transaction.onerror = () => reject(transaction.error);
		});
	}
}

/** Where the browser keeps nothing, as in some private windows: until the page goes. */
export class Memory implements Shelf {
	#rows = new Map<string, unknown>();

	async all<T>(kind: Kind): Promise<T[]> {
		const mine = [...this.#rows].filter(([name]) => name.startsWith(`${kind} `));
		return mine.map(([, value]) => value as T);
	}

	async get<T>(kind: Kind, id: string): Promise<T | undefined> {
		return this.#rows.get(`${kind} ${id}`) as T | undefined;
	}

	async put(kind: Kind, id: string, value: unknown): Promise<void> {
		this.#rows.set(`${kind} ${id}`, value);
	}

	putNow(kind: Kind, id: string, value: unknown): void {
		void this.put(kind, id, value);
	}

	async delete(kind: Kind, id: string): Promise<void> {
		this.#rows.delete(`${kind} ${id}`);
	}

	async clear(kind: Kind): Promise<void> {
		for (const name of this.#rows.keys()) if (name.startsWith(`${kind} `)) this.#rows.delete(name);
	}
}

/** What pages wrote as they went, and nobody has opened since; nothing where that is forbidden. */
function lastRows(): { name: string; row: Row | null }[] {
	try {
		const names = Object.keys(localStorage).filter((name) => name.startsWith(LEFT));
		return names.map((name) => ({ name, row: parsed(localStorage.getItem(name)) }));
	} catch {
		return [];
	}
}

function forget(rows: { name: string }[]): void {
	for (const { name } of rows) localStorage.removeItem(name);
}

function parsed(text: string | null): Row | null {
	try {
		return JSON.parse(text ?? 'null') as Row | null;
	} catch {
		return null;
	}
}

function open(): Promise<IDBDatabase> {
	const request = indexedDB.open(DATABASE, 1);
	request.onupgradeneeded = () =>
		request.result.createObjectStore(STORE, { keyPath: ['person', 'kind', 'id'] });
	return answer(request);
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}
