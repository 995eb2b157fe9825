import { m } from '#catalogue';
import { answered, fetched, json } from './sync/api.ts';
import { Refused } from './sync/errors.ts';
import type { Kind } from './secondStep.ts';

const BASE = '/_allauth/browser/v1';

interface Address {
	email: string;
	verified: boolean;
	primary: boolean;
}

/** What was wrong with a form: a sentence for each field, and one for the form as a whole. */
export class FormProblem extends Error {
	constructor(
		readonly fields: Partial<Record<string, string>>,
		general: string | undefined,
		/** What was wrong, for programs. */
		readonly codes = new Set<string>()
	) {
		super(general ?? '');
	}
}

export interface SignUp {
	email: string;
	password: string;
	display_name: string;
	is_host: boolean;
	is_model: boolean;
	adult: boolean;
	time_zone: string;
}

interface Flows {
	flows?: { id: string; is_pending?: boolean; types?: Kind[] }[];
}

/** What the second step may be done with; null: there is none, and one is signed in. */
export async function signIn(email: string, password: string): Promise<Kind[] | null> {
	const answer = await allauth<Flows>('POST', '/auth/login', { email, password });
	const pending = answer.data?.flows?.find(({ is_pending }) => is_pending);
	return pending?.id === 'mfa_authenticate' ? (pending.types ?? []) : null;
}

/** The account is closed because its person leaves. Whoever has shown the password may keep it. */
export async function keepAccount(): Promise<void> {
	await answered(await fetched('/account/keep', await json('POST', {})));
}

/** Answers `false` when the address is known already: then a mail says so, and nobody else. */
export async function signUp(form: SignUp): Promise<boolean> {
	const status = await send('POST', '/auth/signup', form);
	return status === 200;
}

export async function signOutHere(): Promise<void> {
	await send('DELETE', '/auth/session', {});
}

export async function confirmEmail(key: string): Promise<void> {
	await send('POST', '/auth/email/verify', { key });
}

/** Whose address a link from a mail confirms. */
export async function addressOf(key: string): Promise<string> {
	const headers = { 'X-Email-Verification-Key': key };
	const response = await fetched(`${BASE}/auth/email/verify`, { headers });
	return (await answered<{ data: { email: string } }>(response)).data.email;
}

export async function resendConfirmation(email: string): Promise<void> {
	try {
		await send('PUT', '/account/email', { email });
	} catch (error) {
		// Not more than one in a few minutes, so that nobody's mailbox can be flooded.
		const soon = error instanceof Refused && error.code === 'forbidden';
		if (soon) throw refused('rate_limited', m.people_links_enough());
		throw error;
	}
}

/** What changes who owns the account is refused until this was done lately; see `confirmed`. */
export async function enterPasswordAgain(password: string): Promise<void> {
	await send('POST', '/auth/reauthenticate', { password });
}

/** "That was not me": everything is closed. Answers the key with which a new password is chosen. */
export async function undoChange(key: string): Promise<string> {
	const response = await fetched('/account/undo', await json('POST', { key }));
	return (await answered<{ reset: string }>(response)).reset;
}

/** The address counts once its owner has opened the link in the mail that this sends. */
export async function changeEmail(email: string): Promise<void> {
	await send('POST', '/account/email', { email });
}

/** The address that a change still waits for. */
export async function unconfirmedEmail(): Promise<string | undefined> {
	const response = await fetched(`${BASE}/account/email`, {});
	const { data } = (await response.json()) as { data?: Address[] };
	return data?.find((address) => !address.verified && !address.primary)?.email;
}

export async function requestPasswordReset(email: string): Promise<void> {
	await send('POST', '/auth/password/request', { email });
}

export async function resetPassword(key: string, password: string): Promise<void> {
	await send('POST', '/auth/password/reset', { key, password });
}

export async function changePassword(current: string, next: string): Promise<void> {
	const fields = { current_password: current, new_password: next };
	await send('POST', '/account/password/change', fields);
}

/**
 * allauth says 401 for "done, but nobody is signed in now": after signing out, after confirming
 * from a mail, after a reset. Only its `errors` mean that something was wrong. A 401 to somebody who
 * is signed in asks for the password again.
 */
async function send(
	method: 'POST' | 'PUT' | 'DELETE',
	path: string,
	body: object
): Promise<number> {
	return (await allauth(method, path, body)).status;
}

export interface Answer<T> {
	status: number;
	data?: T;
	meta?: { is_authenticated?: boolean; secret?: string };
	errors?: { message: string; code: string; param?: string }[];
}

export async function allauth<T>(
	method: 'GET' | 'POST' | 'PUT' | 'DELETE',
	path: string,
	body?: object
): Promise<Answer<T>> {
	const init = method === 'GET' ? {} : await json(method, body ?? {});
	const response = await fetched(`${BASE}${path}`, init);
	const answer = (await response.json().catch(() => null)) as Answer<T> | null;
	if (answer?.errors?.length) throw problem(answer.errors);
	if (response.status === 401 && answer?.meta?.is_authenticated) {
		throw refused('reauthenticate', m.people_reauthenticate());
	}
	if (response.status === 429) throw refused('rate_limited', m.trouble_too_many_tries());
	if (response.status === 403) throw refused('forbidden', m.trouble_not_now());
	if (response.status >= 500 || !answer) {
		throw refused('unavailable', m.trouble_unreachable());
	}
	return { ...answer, status: response.status };
}

function problem(errors: NonNullable<Answer<unknown>['errors']>): FormProblem {
	const fields: Partial<Record<string, string>> = {};
	for (const error of errors) if (error.param) fields[error.param] ??= words(error);
	const general = errors.find((error) => !error.param);
	const codes = new Set(errors.map((error) => error.code));
	return new FormProblem(fields, general && words(general), codes);
}

/** Plainer than allauth says it, where we know better. */
const WORDS: Partial<Record<string, () => string>> = {
	email_taken: m.people_email_taken,
	incorrect_code: m.people_incorrect_code,
	unverified_email: m.people_confirm_first,
	incorrect_password: m.people_incorrect_password,
	email_password_mismatch: m.people_mismatch,
	too_many_login_attempts: m.people_too_many_logins,
	password_too_common: m.people_password_common,
	password_entirely_numeric: m.people_password_numeric,
	password_too_similar: m.people_password_similar
};

function words({ code, message }: { code: string; message: string }): string {
	return WORDS[code]?.() ?? Refused.from({ code, message, retry: false }).message;
}

function refused(code: string, message: string): Refused {
	return new Refused({ code, message, retry: true });
}
