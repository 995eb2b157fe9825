import type { Reported } from '#lib/words/reports.ts';

/** The thing that is being reported, from whichever menu; see `parts/people/ReportDialog`. */
export class ReportingStore {
	about = $state.raw<Reported | null>(null);

	open(about: Reported): void {
		this.about = about;
	}

	close(): void {
		this.about = null;
	}
}
