import { mergeReports, type Report, type Summary } from '../../findings/index.ts';
import type { Failure } from '../../loaders/live/failure.ts';
import { remarksOf } from '../../loaders/live/gaps.ts';
import type { Outcome } from '../../run.ts';
import type { AccountOutcome } from '../../run-accounts.ts';
import type { Shown } from '../output.ts';

/** What is left when all accounts are judged: no findings, where every format was written by then. */
export type ManyOutcome = Shown & Pick<Outcome, 'notes' | 'timing' | 'settings'>;

export interface Sum {
  /** Adds an account. `remarks` are its findings that are the same in each account: they are reported once, at the end. */
  add(outcome: AccountOutcome): { readonly rest: Report; readonly remarks: ReadonlySet<object> };
  /** `tail` is what streams have not written. `report` has everything, or only what the exit status and the summary need. */
  total(): ManyOutcome & { readonly tail: Report };
}

/**
 * Adds up the results of accounts. If every format is a stream, only counts, inputs and gaps are kept, and one finding
 * of each level. The exit status depends on these findings.
 */
export function sumOf(keepsAll: boolean): Sum {
  const all: Report[] = [];
  const notes = new Set<string>();
  const optional: Failure[] = [];
  const samples = new Map<string, Report['findings'][number]>();
  let counts: Report | undefined;
  let summary = NOTHING;
  let undecided: Report['undecided'] = [];
  let [judged, managed] = [false, 0];
  let settings: AccountOutcome['settings'] | undefined;

  return {
    add: (outcome) => {
      const { report } = outcome;
      for (const note of outcome.notes) notes.add(note);
      optional.push(...outcome.optional);
      judged ||= outcome.judged;
      managed += outcome.managed;
      settings = outcome.settings;
      const remarks = new Set<object>(report.findings.filter(isOfConfig));
      const own = report.findings.filter((each) => !remarks.has(each));
      for (const each of own) if (each.status === 'open' && !samples.has(each.level)) samples.set(each.level, each);
      if (undecided.length === 0) undecided = report.undecided.slice(0, 1);
      summary = added(summary, countsOf(report.summary, own));
      if (keepsAll) all.push(report);
      else {
        const slim = { ...withoutLists(report), findings: [...remarks] as Report['findings'] };
        counts = counts ? mergeReports([counts, slim]).report : slim;
      }
      return { rest: report, remarks };
    },
    total: () => {
      const { report: merged, notes: said } = mergeReports(keepsAll ? all : [counts!]);
      const remarks = merged.findings.filter(isOfConfig);
      const whole = keepsAll ? merged.summary : added(summary, countsOf(NOTHING, remarks));
      const report = { ...merged, summary: whole, findings: [...samples.values(), ...remarks], undecided };
      return {
        report: keepsAll ? merged : report,
        tail: { ...withoutLists(merged), summary: whole, findings: remarks },
        notes: [...notes, ...remarksOf(optional), ...said],
        judged,
        managed,
        settings: settings!,
        timing: { read: 0, check: 0, report: 0 },
      };
    },
  };
}

const NOTHING: Summary = { endpoints: 0, errors: 0, warnings: 0, notes: 0, undecided: 0, suppressed: 0, baselined: 0 };

/** What grows with the endpoints of an account is left out. */
function withoutLists({ vpcs: _, ...report }: Report): Report {
  return { ...report, endpoints: [], findings: [], undecided: [], ...(report.passed ? { passed: [] } : {}) };
}

/** Findings on the words of a config are the same in each account. */
function isOfConfig({ subject }: Report['findings'][number]): boolean {
  return subject.kind === 'suppression' && subject.address === null && subject.id === null;
}

function countsOf(summary: Summary, own: Report['findings']): Summary {
  const open = (level: string) => own.filter((each) => each.status === 'open' && each.level === level).length;
  return { ...summary, errors: open('error'), warnings: open('warning'), notes: open('note') };
}

function added(one: Summary, other: Summary): Summary {
  return {
    endpoints: one.endpoints + other.endpoints,
    errors: one.errors + other.errors,
    warnings: one.warnings + other.warnings,
    notes: one.notes + other.notes,
    undecided: one.undecided + other.undecided,
    suppressed: one.suppressed + other.suppressed,
    baselined: one.baselined + other.baselined,
  };
}
