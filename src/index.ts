import type { Report } from './findings/index.ts';
import { type LintOptions, run } from './run.ts';

export {
  defineRule,
  fail,
  notApplicable,
  pass,
  type Rule,
  type RunContext,
  undecided,
  type Verdict,
} from './engine/index.ts';
export type * from './findings/report.ts';
export { InputError } from './model/index.ts';
export type { LintOptions } from './run.ts';

/**
 * Judges inputs and returns the report that `--format json` prints. Throws `InputError` for wrong options or config;
 * what is wrong with an input stands in the report's `incomplete`.
 */
export async function lint(options: LintOptions): Promise<Report> {
  return (await run(options)).report;
}
