/** What the judged inputs are judged beside: context that the user names, and one another. */
import { joinContexts } from './context/index.ts';
import { redactor, shownPath } from './findings/index.ts';
import { type LoadResult, load } from './loaders/index.ts';
import type { Incompleteness, Input } from './model/index.ts';

/** @param paths Files, directories and globs that hold context, relative to `cwd`. */
export async function besideContext(judged: LoadResult, paths: readonly string[], cwd: string): Promise<LoadResult> {
  const context =
    paths.length === 0 ? NONE : await load({ paths, cwd, role: 'context', firstInput: judged.inputs.length });
  const inputs = [...judged.inputs, ...context.inputs];
  const joined = joinContexts(judged.pictures, context.pictures, inputs, (path) => shownPath(path, cwd));
  // What the judged input hides, a context may show bare: in the names of its files as well.
  const redact = redactor(joined.pictures.flatMap(({ secrets }) => secrets));
  const hidden = ({ path, message, ...rest }: Incompleteness): Incompleteness => {
    return { ...rest, path: redact(path), message: redact(message) };
  };
  return {
    inputs: [...judged.inputs, ...context.inputs.map((input): Input => ({ ...input, path: redact(input.path) }))],
    pictures: joined.pictures,
    incomplete: [...judged.incomplete, ...context.incomplete.map(hidden)],
    notes: [...judged.notes, ...redact([...context.notes, ...notesOf(context), ...joined.notes])],
    close: () => {
      judged.close();
      context.close();
    },
  };
}

const NONE: LoadResult = { inputs: [], pictures: [], incomplete: [], notes: [], close: () => {} };

function notesOf({ pictures }: LoadResult): string[] {
  return pictures.flatMap(({ notes }) => notes);
}
