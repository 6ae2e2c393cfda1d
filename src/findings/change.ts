import { LEVELS, type Level } from '../model/index.ts';
import type { Draft, OpenQuestion, Verdicts } from './draft.ts';
import { identityOf } from './fingerprint.ts';
import type { SubjectName } from './report.ts';

/** What a plan changes, by the input it was read from. */
export interface Change {
  /** Faults that were there before the plan, with their levels, by fingerprint. */
  readonly before: ReadonlyMap<string, Level>;
  /** Checks that were passed before the plan, as `checkOf` names them. */
  readonly passed: ReadonlySet<string>;
  /** Addresses the plan touches. */
  readonly touched: ReadonlySet<string>;
}

export type Changes = ReadonlyMap<number, Change>;

/** A rule and its subject. */
export function checkOf({ rule, subject }: { readonly rule: string; readonly subject: SubjectName }): string {
  return `${rule} ${identityOf(subject)}`;
}

/**
 * Whether a fault is new and the plan causes it. Either the plan touches the subject, the place of the fault or a
 * related place, or the fault certainly did not exist before.
 */
export function isNew(draft: Draft, changes: Changes): boolean {
  const change = changes.get(draft.at.input);
  if (!change) return false;
  const before = change.before.get(`${draft.fingerprint}`);
  // A fault that gets worse is new.
  if (before !== undefined && LEVELS.indexOf(draft.level) >= LEVELS.indexOf(before)) return false;
  if (change.passed.has(checkOf(draft))) return true;
  const places = [draft.subject.address, draft.at.address, ...draft.related.map(({ at }) => at.address)];
  return places.some((address) => address != null && change.touched.has(address));
}

/** What stays of the verdicts when only new faults count: open questions of what the plan touches, and counts that fit. */
export function onlyChanged(verdicts: Verdicts, drafts: readonly Draft[], changes: Changes): Verdicts {
  const isTouched = ({ subject }: OpenQuestion) =>
    [...changes.values()].some((c) => subject.address !== null && c.touched.has(subject.address));
  const undecided = verdicts.undecided.filter(isTouched);
  const count = (list: readonly { readonly rule: string }[], rule: string) =>
    list.filter((each) => each.rule === rule).length;
  return {
    ...verdicts,
    undecided,
    checks: verdicts.checks.map((check) => ({
      ...check,
      fail: count(drafts, check.rule),
      undecided: count(undecided, check.rule),
    })),
  };
}
