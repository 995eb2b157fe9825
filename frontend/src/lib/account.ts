import { fetched, json } from './sync/api.ts';
import { Refused } from './sync/errors.ts';

const BASE = '/_allauth/browser/v1';

interface Answer {
	status: number;
	errors?: { message: string; code: string; param?: string }[];
}

interface Address {
	email: string;
	verified: boolean;
	primary: boolean;
}

/** What was wrong with a form: a sentence for each field, and one for the form as a whole. */
export class FormProblem extends Error {
	constructor(
		readonly fields: Partial<Record<string, string>>,
		general: string | undefined
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

export async function signIn(email: string, password: string): Promise<void> {
	await send('POST', '/auth/login', { email, password });
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

export async function resendConfirmation(email: string): Promise<void> {
	try {
		await send('PUT', '/account/email', { email });
	} catch (error) {
		// Not more than one in a few minutes, so that nobody's mailbox can be flooded.
		const soon = error instanceof Refused && error.code === 'forbidden';
		if (soon)
			throw refused('rate_limited', 'A link was sent a moment ago. Look into your mailbox.');
		throw error;
	}
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
 * from a mail, after a reset. Only its `errors` mean that something was wrong.
 */
async function send(
	method: 'POST' | 'PUT' | 'DELETE',
	path: string,
	body: object
): Promise<number> {
	const response = await fetched(`${BASE}${path}`, await json(method, body));
	const answer = (await response.json().catch(() => null)) as Answer | null;
	if (answer?.errors?.length) throw problem(answer.errors);
	if (response.status === 429) throw refused('rate_limited', 'Too many tries. Wait a moment.');
	if (response.status === 403) throw refused('forbidden', 'This cannot be done right now.');
	if (response.status >= 500 || !answer) {
		throw refused('unavailable', 'The server cannot be reached right now. Please try again.');
	}
	return response.status;
}

function problem(errors: NonNullable<Answer['errors']>): FormProblem {
	const fields: Partial<Record<string, string>> = {};
	for (const error of errors) if (error.param) fields[error.param] ??= words(error);
	const general = errors.find((error) => !error.param);
	return new FormProblem(fields, general && words(general));
}

/** Plainer than allauth says it, where we know better. */
const WORDS: Partial<Record<string, string>> = {
	email_password_mismatch: 'This e-mail and password do not go together.',
	too_many_login_attempts: 'Too many tries. Wait a few minutes, or reset your password.',
	password_too_common: 'Too many people use this password. Choose one that is yours.',
	password_entirely_numeric: 'Only digits are too easy to guess.',
	password_too_similar: 'This is too much like your name or address.'
};

function words({ code, message }: { code: string; message: string }): string {
	return WORDS[code] ?? message;
}

function refused(code: string, message: string): Refused {
	return new Refused({ code, message, retry: true });
}
