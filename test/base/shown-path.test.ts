import { expect, it } from 'vitest';
import { shownPath } from '../../src/base/shown-path.ts';

it('paths are shown relative to the working directory', () => {
  expect(shownPath('plan.json', '/w')).toBe('plan.json');
  expect(shownPath('/w/a/plan.json', '/w')).toBe('a/plan.json');
  expect(shownPath('../plan.json', '/w/x')).toBe('../plan.json');
  expect(shownPath('.', '/w')).toBe('.');
});
