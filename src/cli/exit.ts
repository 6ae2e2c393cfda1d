import type { FailOn } from '../config/config.ts';
import type { Report } from '../findings/index.ts';
import { LEVELS } from '../model/level.ts';

export const EXIT = { ok: 0, findings: 1, usage: 2, incomplete: 3, bug: 70 } as const;

export interface ExitOptions {
  readonly failOn: FailOn;
  readonly failOnUndecided: boolean;
  readonly allowPartial: boolean;
  readonly allowEmpty: boolean;
}

/** Codes of empty inputs: nothing is missing. */
const EMPTY = new Set(['no-endpoints', 'no-inputs']);

/** The exit status of a run; 3 wins over 1. */
export function exitStatus(report: Report, options: ExitOptions): number {
  const excused = (code: string) => (EMPTY.has(code) ? options.allowEmpty : options.allowPartial);
  if (report.incomplete.some(({ code }) => !excused(code))) return EXIT.incomplete;
  if (options.failOnUndecided && report.undecided.length > 0) return EXIT.findings;
  if (options.failOn === 'never') return EXIT.ok;
  const enough = LEVELS.slice(0, LEVELS.indexOf(options.failOn) + 1);
  const failing = report.findings.some(({ status, level }) => status === 'open' && enough.includes(level));
  return failing ? EXIT.findings : EXIT.ok;
}
