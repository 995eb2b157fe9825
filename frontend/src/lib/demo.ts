import { fetched, json } from './sync/api.ts';
import { Interrupted } from './sync/errors.ts';

/** Somebody a newcomer to a demo installation may look around as. */
export interface DemoPerson {
	handle: string;
	name: string;
	avatar: string;
	line: string;
}

/** Empty where this is no demo. */
export async function demoPeople(): Promise<DemoPerson[]> {
	try {
		const response = await fetched('/demo/people', {});
		if (!response.ok) return [];
		return ((await response.json()) as { people: DemoPerson[] }).people;
	} catch {
		return [];
	}
}

export async function signInAsDemo(handle: string): Promise<void> {
	const response = await fetched('/demo/sign-in', await json('POST', { handle }));
	if (!response.ok) throw new Interrupted();
}
