import { m } from '#catalogue';
const BROWSERS: [RegExp, string][] = [
	[/Edg\//, 'Edge'],
	[/OPR\//, 'Opera'],
	[/Firefox\//, 'Firefox'],
	[/Chrom(e|ium)\//, 'Chrome'],
	[/Safari\//, 'Safari']
];
const SYSTEMS: [RegExp, string][] = [
	[/iPhone/, 'iPhone'],
	[/iPad/, 'iPad'],
	[/Android/, 'Android'],
	[/Mac OS X/, 'Mac'],
	[/Windows/, 'Windows'],
	[/Linux|X11/, 'Linux']
];

/** "Firefox on Mac", of what a browser calls itself. */
export function device(userAgent: string): string {
	const browser = BROWSERS.find(([sign]) => sign.test(userAgent))?.[1];
	const system = SYSTEMS.find(([sign]) => sign.test(userAgent))?.[1];
	if (browser && system) return m.people_device({ browser, system });
	return browser ?? system ?? (userAgent.slice(0, 40) || m.people_device_unknown());
}
