import { InputError } from '../../../model/index.ts';

/** Rejects a document of a format we have never seen. */
export function checkFormat(version: unknown, path: string | null, newest: string): void {
  if (version === undefined) return;
  const major = typeof version === 'string' ? /^(\d+)\.\d+/.exec(version)?.[1] : undefined;
  if (major !== undefined && Number(major) <= Number(newest)) return;
  throw new InputError(`vpce-lint reads format_version ${newest}.x, not ${JSON.stringify(version)}`, {
    file: path,
    place: '/format_version',
    hint: 'Update vpce-lint',
  });
}
