/** The build that this page came with. The kit's own name for it may be read before it is set. */
function ours(): string | undefined {
	return document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content;
}

/** Whether the server has another build of this client by now. It may be out of reach: no. */
export async function isOutdated(): Promise<boolean> {
	try {
		const response = await fetch('/_app/version.json', { cache: 'no-store' });
		const offered = (await response.json()) as { version?: string };
		return response.ok && offered.version !== undefined && offered.version !== ours();
	} catch {
		return false;
	}
}
