import { answered, token } from './api.ts';
import { Interrupted } from './errors.ts';

/** From a line that takes nothing any more, nobody may ever hear; each bit that goes out is a sign. */
const STALLED = 60_000;

/** A file as the body, with word of how much of it has gone out (0 to 1). */
export async function upload<T>(
	path: string,
	file: Blob,
	onprogress: (progress: number) => void,
	signal: AbortSignal
): Promise<T> {
	const request = new XMLHttpRequest();
	request.open('POST', path);
	request.setRequestHeader('Content-Type', 'application/octet-stream');
	request.setRequestHeader('X-CSRFToken', await token());
	signal.throwIfAborted();
	signal.addEventListener('abort', () => request.abort());
	const giveUp = () => setTimeout(() => request.abort(), STALLED);
	let stalled = giveUp();
	request.upload.onprogress = ({ loaded, total }) => {
		clearTimeout(stalled);
		stalled = giveUp();
		onprogress(total ? loaded / total : 0);
	};
	await new Promise<void>((resolve, reject) => {
		request.onload = () => resolve();
		request.onerror = request.onabort = () => reject(new Interrupted());
		request.send(file);
	}).finally(() => clearTimeout(stalled));
	const { status } = request;
	return answered<T>(new Response(request.responseText, { status: status || 502 }));
}
