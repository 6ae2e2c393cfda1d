import { type Bag, type Entity, type Ref, refName, whyOpen } from '../model/index.ts';

/** Objects that a bag of references leads to, as far as they are in the input. */
export interface InInput<T> {
  /** Objects that are surely meant. */
  readonly sure: readonly T[];
  /** Why there may be others; null if these are all. */
  readonly open: string | null;
}

/** The objects of the input that references surely mean; `noun` is what to call one that is not in the input. */
export function inInput<T extends Entity>(refs: Bag<Ref<T>>, noun: string): InInput<T> {
  const sure: T[] = [];
  let open = whyOpen(refs) ?? null;
  for (const ref of refs.sure) {
    if (ref.is === 'entity') sure.push(ref.to);
    else open ??= whyOutside(ref, noun);
  }
  return { sure, open };
}

/** Why a reference leads to nothing in the input; `noun` is what to call what it names. Undefined if it leads to something. */
export function whyOutside(ref: Exclude<Ref<Entity>, { is: 'entity' }>, noun: string): string;
export function whyOutside(ref: Ref<Entity>, noun: string): string | undefined;
export function whyOutside(ref: Ref<Entity>, noun: string): string | undefined {
  if (ref.is === 'entity') return undefined;
  return ref.is === 'unknown' ? ref.because : `${noun} ${refName(ref)} is not in the input`;
}
