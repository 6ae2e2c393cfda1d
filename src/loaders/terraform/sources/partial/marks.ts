/** Functions that mark values sensitive, or not. */
import { marked } from '../../values/marked.ts';
import { lit, NULL } from '../../values/value.ts';
import { type Fn, later } from './fn.ts';

export const sensitive: Fn = ([value]) => (value ? marked(value) : NULL);

export const nonsensitive: Fn = ([value]) => {
  if (value?.k !== 'lit') return value ?? NULL;
  const { sensitive: _, ...plain } = value;
  return plain;
};

export const issensitive: Fn = ([value]) => (value?.k === 'lit' ? lit(value.sensitive === true) : later('issensitive'));
