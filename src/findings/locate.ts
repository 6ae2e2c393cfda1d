import { escapeStep } from '../base/pointer.ts';
import { shownPath } from '../base/shown-path.ts';
import type { Input, Origin, SourcePlace } from '../model/index.ts';
import type { Location } from './report.ts';

/** Turns an origin into a place a person can open. Costs a look into the file: only for what is going to be printed. */
export type Locate = (origin: Origin) => Placed;

/** A place, and what leads to it: the module calls on the way. */
export interface Placed {
  readonly location: Location;
  readonly related: readonly { readonly message: string; readonly location: Location }[];
}

export const NOWHERE: Location = {
  file: null,
  line: null,
  column: null,
  endLine: null,
  endColumn: null,
  pointer: null,
};

/** Places in the inputs of a run, in the sources where these are at hand. */
export function locator(inputs: readonly Input[], cwd: string): Locate {
  const files = inputs.map(({ path }) => (path === null ? null : shownPath(path, cwd)));
  const seen = new Map<string, Placed>();
  return (origin) => {
    const input = inputs[origin.input];
    if (!input || input.kind === 'live') return { location: NOWHERE, related: [] };
    const pointer = pointerOf(origin);
    const key = `${origin.input} ${pointer ?? JSON.stringify([origin.address, origin.path])}`;
    const known = seen.get(key);
    if (known) return known;
    const placed = inSources(input, origin, cwd) ?? inDocument(input, origin, files[origin.input] ?? null, cwd);
    seen.set(key, placed);
    return placed;
  };
}

function inSources(input: Input, origin: Origin, cwd: string): Placed | undefined {
  const place = input.source?.(origin);
  if (!place) return undefined;
  const shown = ({ file, line, column, endLine, endColumn, text, above }: Omit<SourcePlace, 'related'>): Location => {
    return { file: shownPath(file, cwd), line, column, endLine, endColumn, pointer: null, text, above };
  };
  return {
    location: shown(place),
    related: place.related.map((each) => ({ message: each.message, location: shown(each) })),
  };
}

function inDocument(input: Input, origin: Origin, file: string | null, cwd: string): Placed {
  const known = pointerOf(origin);
  const pointer = known === null ? null : (input.pointerIn?.(known) ?? known);
  const position = pointer === null ? undefined : input.locate(pointer);
  const location: Location = {
    file,
    line: position?.line ?? null,
    column: position?.column ?? null,
    endLine: position?.endLine ?? null,
    endColumn: position?.endColumn ?? null,
    pointer,
  };
  const related = (input.related?.(origin) ?? []).map(({ message, file: of, ...place }) => ({
    message,
    location: { ...NOWHERE, ...place, file: shownPath(of, cwd) },
  }));
  return { location, related };
}

/** The JSON pointer of an origin: the object's own, and the path inside it. */
export function pointerOf(origin: Origin): string | null {
  if (origin.pointer === undefined) return null;
  return (origin.path ?? []).reduce<string>((pointer, step) => `${pointer}/${escapeStep(step)}`, origin.pointer);
}
