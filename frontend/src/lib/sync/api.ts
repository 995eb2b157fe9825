import { m } from '#catalogue';
import type { ErrorObject, Verbs } from '#lib/protocol.ts';
import { Interrupted, Refused } from './errors.ts';

/** Over https its name begins with `__Host-`: no other host of the domain can set that one. */
const CSRF = ['__Host-csrftoken', 'csrftoken'];
const PATIENCE = 15_000;

type Parameters = Record<string, string | number | undefined>;

/** Ask over HTTP. Raises `Refused`, or `Interrupted` if no answer came. */
export async function get<T>(path: string, parameters: Parameters = {}): Promise<T> {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(parameters)) {
		if (value !== undefined) query.set(name, String(value));
	}
	const response = await fetched(query.size ? `${path}?${query}` : path, {});
	return answered<T>(response);
}

/** The HTTP twin of a verb. */
export async function post<V extends keyof Verbs>(
	verb: V,
	fields: Verbs[V]
): Promise<Record<string, unknown>> {
	return answered(await fetched(`/api/v1/${verb}`, await json('POST', fields)));
}

export async function json(method: 'POST' | 'PUT' | 'DELETE', body: unknown): Promise<RequestInit> {
	return {
		method,
		headers: { 'Content-Type': 'application/json', 'X-CSRFToken': await token() },
		body: JSON.stringify(body)
	};
}

function csrf(): string {
	const cookies = document.cookie.split('; ').map((pair) => pair.split('=', 2));
	const given = CSRF.map((name) => cookies.find((pair) => pair[0] === name)?.[1]);
	return given.find((value) => value) ?? '';
}

/** Our page brings the cookie. Where it came another way, or was cleared, this one does. */
export async function token(): Promise<string> {
	if (!csrf()) await fetched('/_allauth/browser/v1/config', {});
	return csrf();
}

export async function fetched(path: string, init: RequestInit): Promise<Response> {
	try {
		return await fetch(path, {
			credentials: 'same-origin',
			signal: AbortSignal.timeout(PATIENCE),
			...init,
			headers: { Accept: 'application/json', ...init.headers }
		});
	} catch {
		throw new Interrupted();
	}
}

export async function answered<T>(response: Response): Promise<T> {
	const body: unknown = await response.json().catch(() => null);
	if (response.ok) return body as T;
	throw isError(body) ? Refused.from(body) : new Refused(unexplained(response));
}

function isError(body: unknown): body is ErrorObject {
	return typeof body === 'object' && body !== null && 'code' in body && 'message' in body;
}

/** An answer that is not of our server: a proxy in front of it, most likely. */
function unexplained(response: Response): ErrorObject {
	const after = Number(response.headers.get('Retry-After'));
	return {
		code: response.status === 401 ? 'signed_out' : 'unavailable',
		message: m.trouble_unreachable_moment(),
		retry: response.status >= 500 || response.status === 429,
		after_ms: after ? after * 1000 : null
	};
}
