/** Letters of Latin alphabets that are not mistaken for others: no ı, no ĸ, nothing phonetic. */
const LATIN = /^[a-z0-9ß-öø-ÿā-İĲ-ķĹ-ž-]+$/iu;
/** Scripts whose letters look like Latin ones: such a name ends in a domain of its own script. */
const ALIKE = ['Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Lisu', 'Coptic'].map(
	(script) => new RegExp(`^[\\p{Script=${script}}0-9-]+$`, 'u')
);
/** Other scripts, each written alone or in the mixture that is usual for it. */
const OTHERS = [
	/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー0-9a-z-]+$/iu,
	/^[\p{Script=Han}\p{Script=Hangul}0-9a-z-]+$/iu,
	/^[\p{Script=Han}\p{Script=Bopomofo}0-9a-z-]+$/iu,
	...['Arabic', 'Hebrew', 'Devanagari', 'Bengali', 'Tamil', 'Telugu', 'Thai', 'Georgian'].map(
		(script) => new RegExp(`^[\\p{Script=${script}}0-9-]+$`, 'u')
	)
];

/** Whether the name of a host can be read as what it is, and not as another one. */
export function isPlainHost(address: string): boolean {
	const written = /^https?:\/\/([^/?#\\]*)/i.exec(address)?.[1] ?? '';
	const host = written.replace(/:\d*$/, '').normalize('NFC');
	if (/^[a-z0-9._-]+$/i.test(host) || /^\[[0-9a-f:.]+\]$/i.test(host)) return true;
	const labels = host.split('.').filter(Boolean);
	const last = labels.at(-1) ?? '';
	return labels.every((label) => {
		if (LATIN.test(label) || OTHERS.some((script) => script.test(label))) return true;
		return ALIKE.some((script) => script.test(label) && script.test(last));
	});
}
