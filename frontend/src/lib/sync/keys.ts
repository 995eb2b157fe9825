/**
 * A key for what is asked: the same as long as it is the same, so that a second try after a lost
 * answer is no second deed; a new one as soon as anything in it is changed.
 */
export function keyed(): (asked: unknown) => string {
	let last = '';
	let key = '';
	return (asked) => {
		const text = JSON.stringify(asked);
		if (text !== last || !key) {
			last = text;
			key = crypto.randomUUID();
		}
		return key;
	};
}
