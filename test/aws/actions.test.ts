import { afterEach, expect, test } from 'vitest';
import { actionSlice, useActionSlices } from '../../src/aws/actions/load.ts';

const there = new URL('../../src/aws/actions/slices/', import.meta.url);

afterEach(() => useActionSlices(there));

test('a prefix that no service has is told from data that is not there', () => {
  expect(actionSlice('s3')?.actions.has('getobject')).toBe(true);
  expect(actionSlice('nosuchservice')).toBeNull();
  useActionSlices(new URL('./nowhere/', import.meta.url));
  expect(() => actionSlice('s3')).toThrow('no action data at');
});
