import { expect, it } from 'vitest';
import cases from './devices.cases.json';
import { device } from './devices.ts';

it.each(cases)('$called is $named', ({ called, named }) => expect(device(called)).toBe(named));
