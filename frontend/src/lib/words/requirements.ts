import type { Call } from '#lib/protocol.ts';

/** What a call asks of a model, as a form holds it: empty is "any". */
export interface Requirements {
	styles: string[];
	rating: number;
	experience: string;
	languages: string[];
}

export const ANYBODY: Requirements = { styles: [], rating: 0, experience: '', languages: [] };

/** As the wire says it: only what is asked for. */
export function asWire({
	styles,
	rating,
	experience,
	languages
}: Requirements): Call['requirements'] {
	const [style] = styles;
	return {
		...(style && { pose_style: styles.length === 1 ? style : styles }),
		...(rating && { min_rating: rating }),
		...(experience && { experience }),
		...(languages.length && { languages })
	};
}

export function fromWire(requirements: Call['requirements']): Requirements {
	return {
		styles: [requirements.pose_style ?? []].flat(),
		rating: requirements.min_rating ?? 0,
		// Whoever has just begun is anybody.
		experience: requirements.experience === 'new' ? '' : (requirements.experience ?? ''),
		languages: requirements.languages ?? []
	};
}
