import { relative, resolve, sep } from 'node:path';

/** A path as reports and messages show it: relative to the working directory, with forward slashes. */
export function shownPath(path: string, cwd: string): string {
  const shown = relative(cwd, resolve(cwd, path)).replaceAll(sep, '/');
  return shown === '' ? '.' : shown;
}
