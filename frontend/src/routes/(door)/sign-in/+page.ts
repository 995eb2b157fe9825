import { demoPeople } from '#lib/demo.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async () => ({ people: await demoPeople() });
