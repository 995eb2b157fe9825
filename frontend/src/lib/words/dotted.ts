/** What there is to say, in one line: "Tue 19:00 · Kreuzberg · €60". */
export function dotted(...parts: string[]): string {
	return parts.filter(Boolean).join(' · ');
}
