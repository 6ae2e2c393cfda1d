import type { RuleSettings } from './config/index.ts';
import { asData, type Report } from './findings/index.ts';
import { goesByAccount } from './loaders/live/request.ts';
import type { Level } from './model/index.ts';
import { type RunOptions, run } from './run.ts';

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
export type { Answer, PolicyReport, WitnessRequest } from './findings/policy-report.ts';
export type * from './findings/report.ts';
export { judgePolicy, type PolicyOptions } from './judge-policy.ts';
export { InputError } from './model/index.ts';

/** What to check and how. Only `paths` is required. The defaults of all other options are those of the command line. */
export interface LintOptions extends Omit<RunOptions, 'rules' | 'failOn'> {
  /** Levels and options of rules, families (`dns/*`) or all rules (`*`), as in the config. A later entry overrides an earlier one. */
  readonly rules?: Readonly<
    Record<string, RuleLevel | ({ readonly level?: RuleLevel } & Readonly<Record<string, unknown>>)>
  >;
}

export type RuleLevel = Level | 'off';

/**
 * Checks inputs and returns the report that `--format json` prints. Faults of an input are in the report's `incomplete`.
 *
 * @throws InputError for wrong options or a wrong config
 */
export async function lint({ rules = {}, live, ...others }: LintOptions): Promise<Report> {
  const options = { ...others, rules: settingsOf(rules) };
  if (live && goesByAccount(live)) return (await import('./run-accounts.ts')).reportOfAccounts({ ...options, live });
  const { report, close } = await run({ ...options, ...(live && { live }) });
  try {
    return asData(report);
  } finally {
    close();
  }
}

function settingsOf(rules: NonNullable<LintOptions['rules']>): RuleSettings {
  return Object.entries(rules).map(([pattern, setting]) => {
    if (typeof setting === 'string') return [pattern, { level: setting }];
    const { level, ...options } = setting;
    return [pattern, level === undefined ? { options } : { level, options }];
  });
}
