import type { Lang } from './automaton.ts';
import type { Slot } from './constraint.ts';

/** What a class of requests has for a key. */
export type Domain =
  | { readonly kind: 'absent' }
  /** One value; `fresh` when it equals nothing the policy names, unknown parts included. */
  | { readonly kind: 'value'; readonly value: string; readonly fresh: boolean }
  /** One value that is not known yet, but looks like this; `value` stands for it. `optional`: or none at all. */
  | { readonly kind: 'unknown'; readonly value: string; readonly shape: Lang; readonly optional?: true }
  /** Whether requests carry the key at all is not known. */
  | { readonly kind: 'doubtful' }
  | { readonly kind: 'slot'; readonly slot: Slot; readonly fresh: boolean };

/** A key with one value in all requests of a class. */
export const value = (text: string, fresh = false): Domain => ({ kind: 'value', value: text, fresh });
