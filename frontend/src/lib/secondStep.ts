import { m } from '#catalogue';
import { allauth } from './account.ts';

/** What the sign-in asks for after the password. */
export type Kind = 'totp' | 'webauthn' | 'recovery_codes';

export interface Factor {
	type: Kind;
	created_at: number;
	last_used_at: number | null;
	/** Of a passkey. */
	id?: string;
	name?: string;
	/** Of recovery codes. */
	unused_code_count?: number;
	unused_codes?: string[];
}

const FACTORS = '/account/authenticators';

export async function factors(): Promise<Factor[]> {
	return (await allauth<Factor[]>('GET', FACTORS)).data ?? [];
}

/** The secret of an authenticator app that is being set up, to be typed where no camera is. */
export async function beginApp(): Promise<string> {
	const answer = await allauth<never>('GET', `${FACTORS}/totp`);
	return String(answer.meta?.secret ?? '');
}

export async function addApp(code: string): Promise<void> {
	await allauth('POST', `${FACTORS}/totp`, { code });
}

export async function removeApp(): Promise<void> {
	await allauth('DELETE', `${FACTORS}/totp`, {});
}

/** New ones, shown this once; the old ones end. */
export async function newRecoveryCodes(): Promise<string[]> {
	const { data } = await allauth<Factor>('POST', `${FACTORS}/recovery-codes`, {});
	return data?.unused_codes ?? [];
}

interface Creation {
	creation_options: { publicKey: PublicKeyCredentialCreationOptionsJSON };
}

interface Request {
	request_options: { publicKey: PublicKeyCredentialRequestOptionsJSON };
}

export function knowsPasskeys(): boolean {
	return 'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential;
}

export async function addPasskey(name: string): Promise<void> {
	const { data } = await allauth<Creation>('GET', `${FACTORS}/webauthn`);
	const options = data?.creation_options.publicKey;
	if (!options) return;
	const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
	const credential = await navigator.credentials.create({ publicKey });
	await allauth('POST', `${FACTORS}/webauthn`, { name, credential: asJson(credential) });
}

export async function removePasskey(id: string): Promise<void> {
	await allauth('DELETE', `${FACTORS}/webauthn`, { authenticators: [id] });
}

/** What to say where the browser gave no passkey: its own words are for programmers. */
export function unshown(error: unknown): string | null {
	const { name } = error as Error;
	if (name === 'NotAllowedError') return m.people_passkey_none();
	if (name === 'InvalidStateError') return m.people_passkey_there();
	if (name !== 'SecurityError') return null;
	return m.people_passkey_address();
}

// --- at the door -----------------------------------------------------------------------------

/** A code of the app, or a recovery code. */
export async function showCode(code: string): Promise<void> {
	await allauth('POST', '/auth/2fa/authenticate', { code: code.replace(/\s/g, '') });
}

export async function showPasskey(): Promise<void> {
	const { data } = await allauth<Request>('GET', '/auth/webauthn/authenticate');
	const options = data?.request_options.publicKey;
	if (!options) return;
	const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
	const credential = await navigator.credentials.get({ publicKey });
	await allauth('POST', '/auth/webauthn/authenticate', { credential: asJson(credential) });
}

function asJson(credential: Credential | null): unknown {
	return (credential as PublicKeyCredential | null)?.toJSON();
}
