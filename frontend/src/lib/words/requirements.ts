import type { Call } from '#lib/protocol.ts';

/** What a call asks of a model, as a form holds it: empty is "any". */
export interface Requirements {
	styles: string[];
	rating: number;
	experience: string;
	language: string;
}

export const ANYBODY: Requirements = { styles: [], rating: 0, experience: '', language: '' };

/** As the wire says it: only what is asked for. */
export function asWire({
	styles,
	rating,
	experience,
	language
}: Requirements): Call['requirements'] {
	const [style] = styles;
	return {
		...(style && { pose_style: styles.length === 1 ? style : styles }),
		...(rating && { min_rating: rating }),
		...(experience && { experience }),
		...(language && { languages: [language] })
	};
}

export function fromWire(requirements: Call['requirements']): Requirements {
	return {
		styles: [requirements.pose_style ?? []].flat(),
		rating: requirements.min_rating ?? 0,
		experience: requirements.experience ?? '',
		language: requirements.languages?.[0] ?? ''
	};
}
