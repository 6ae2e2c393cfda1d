import type { Value } from './value.ts';
import { valueTree } from './value-tree.ts';

export type { Value };

/** What a text of JSON says, unknown leaves included; undefined where it is none, or not known. */
export function valueJson(value: Value): unknown {
  if (value.k === 'json') return valueTree(value.of);
  if (value.k === 'mix' && value.parts.length === 1) return valueJson(value.parts[0]!);
  if (value.k !== 'lit' || typeof value.v !== 'string') return undefined;
  try {
    return JSON.parse(value.v);
  } catch {
    return undefined;
  }
}
