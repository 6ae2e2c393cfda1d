import type { Finding, SubjectName } from '../findings/index.ts';
import { oneLine } from './inert.ts';
import { qualifiedName } from './subject.ts';

/** The file that a finding is shown at, for readers that reject a finding without a file. */
export interface Pin {
  /** Relative to the working directory, with forward slashes. */
  readonly path: string;
  /** 1-based; null if the file is only a stand-in. */
  readonly line: number | null;
  readonly column: number | null;
}

/**
 * The finding's own place, if that is a file of the checkout. Live accounts, standard input and paths outside have no
 * such file: then the anchor, or else a path made from the subject's name.
 */
export function pinOf({ location, subject }: Finding, anchor: string | undefined): Pin {
  const { file, line, column } = location;
  const own = file === null || file.trim() === '' ? undefined : steps(file);
  if (own) return { path: own.join('/'), line, column: line === null ? null : column };
  const anchored = anchor === undefined ? undefined : steps(anchor);
  const standIn = anchored ?? standInSteps(subject).map((step) => oneLine(step).replaceAll('/', '_'));
  return { path: standIn.join('/'), line: null, column: null };
}

/** The steps of a path from the working directory; undefined if it leads outside. */
export function steps(path: string): string[] | undefined {
  const kept: string[] = [];
  for (const step of path.split('/')) {
    if (step === '.' || (step === '' && kept.length > 0)) continue;
    if (step === '' || step === '..' || (kept.length === 0 && /^[A-Za-z]:/.test(step))) return undefined;
    kept.push(step);
  }
  return kept.length === 0 ? undefined : kept;
}

/** `aws/<account>/<region>/<id>`: stable, so that an alert closes when its fault does. */
export function standInSteps(subject: SubjectName): string[] {
  const { account, region, id } = subject;
  const names = id === null ? ['vpce-lint', qualifiedName(subject)] : ['aws', account ?? '-', region ?? '-', id];
  return names.map((name) => name.replace(/^\.*$/, '_'));
}
