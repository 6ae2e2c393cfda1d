import { InputError } from '../../../model/index.ts';

/** Refuses a document of a format we have never seen. */
export function checkFormat(version: unknown, path: string | null, newest: string): void {
  if (version === undefined) return;
  const major = typeof version === 'string' ? /^(\d+)\.\d+/.exec(version)?.[1] : undefined;
  if (major !== undefined && Number(major) <= Number(newest)) return;
  throw new InputError(`format_version ${JSON.stringify(version)} is not known here: this version reads ${newest}.x`, {
    file: path,
    place: '/format_version',
    hint: 'update vpce-lint',
  });
}
