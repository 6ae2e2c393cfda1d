import { relative, resolve, sep } from 'node:path';
import type { Input, Origin } from '../model/index.ts';
import type { Location } from './report.ts';

/** Turns an origin into a place a person can open. Costs a look into the file: only for what is going to be printed. */
export type Locate = (origin: Origin) => Location;

export const NOWHERE: Location = {
  file: null,
  line: null,
  column: null,
  endLine: null,
  endColumn: null,
  pointer: null,
};

/** A path as reports show it: relative to the working directory, with forward slashes. */
export function shownPath(path: string, cwd: string): string {
  const shown = relative(cwd, resolve(cwd, path)).replaceAll(sep, '/');
  return shown === '' ? '.' : shown;
}

/** Places in the inputs of a run. */
export function locator(inputs: readonly Input[], cwd: string): Locate {
  const seen = new Map<string, Location>();
  return (origin) => {
    const input = inputs[origin.input];
    if (!input) return NOWHERE;
    const pointer = pointerOf(origin);
    const key = `${origin.input} ${pointer}`;
    const known = seen.get(key);
    if (known) return known;
    const position = pointer === null ? undefined : input.locate(pointer);
    const location: Location = {
      file: input.path === null ? null : shownPath(input.path, cwd),
      line: position?.line ?? null,
      column: position?.column ?? null,
      endLine: position?.endLine ?? null,
      endColumn: position?.endColumn ?? null,
      pointer,
    };
    seen.set(key, location);
    return location;
  };
}

/** The JSON pointer of an origin: the object's own, and the path inside it. */
export function pointerOf(origin: Origin): string | null {
  if (origin.pointer === undefined) return null;
  return (origin.path ?? []).reduce<string>(
    (pointer, step) => `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`,
    origin.pointer,
  );
}
