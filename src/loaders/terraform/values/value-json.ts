import type { Value } from './value.ts';
import { valueTree } from './value-tree.ts';

export type { Value };

/** The content of a JSON text, including unknown leaves. Undefined if it is not JSON, or not known. */
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
