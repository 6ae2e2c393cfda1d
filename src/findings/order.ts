import type { Incompleteness } from '../model/index.ts';
import type { InputSummary, SubjectName } from './report.ts';

/** Where no character is from here on, code units stand in the order of code points. */
const HIGH = /[\ud800-\uffff]/;

/** Compares by Unicode code point, so that the order is the same in every locale. Null comes first. */
export function byCodePoint(a: string | null, b: string | null): number {
  if (a === b) return 0;
  const left = a ?? '';
  const right = b ?? '';
  if (!HIGH.test(left) && !HIGH.test(right)) return left < right ? -1 : left === right ? 0 : 1;
  const end = Math.min(left.length, right.length);
  for (let i = 0; i < end; i += 1) {
    const x = left.charCodeAt(i);
    const y = right.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for code points above every single unit.
    const [high, low] = [x >= 0xd800 && x <= 0xdfff, y >= 0xd800 && y <= 0xdfff];
    return high === low ? x - y : high ? 1 : -1;
  }
  return left.length - right.length;
}

type Named = Pick<SubjectName, 'account' | 'region' | 'address' | 'id'>;

/** Account, region, address or id: the order of every list of the report. */
export function bySubject(a: Named, b: Named): number {
  return (
    byCodePoint(a.account, b.account) ||
    byCodePoint(a.region, b.region) ||
    byCodePoint(a.address ?? a.id, b.address ?? b.id) ||
    byCodePoint(a.id, b.id)
  );
}

/** As `bySubject`, then the rule, for long lists: names are compared once each, not once a comparison. */
export function ranking<T extends { readonly subject: Named; readonly rule: string }>(
  list: readonly T[],
): (a: T, b: T) => number {
  const subjects = ranks(new Set(list.map(({ subject }) => subject)), bySubject);
  const rules = ranks(new Set(list.map(({ rule }) => rule)), byCodePoint);
  return (a, b) => subjects.get(a.subject)! - subjects.get(b.subject)! || rules.get(a.rule)! - rules.get(b.rule)!;
}

/** Each value's place in order; equal ones have the same. */
function ranks<T>(values: Iterable<T>, compare: (a: T, b: T) => number): Map<T, number> {
  const out = new Map<T, number>();
  let rank = 0;
  let last: T | undefined;
  for (const value of [...values].sort(compare)) {
    if (last !== undefined && compare(last, value) !== 0) rank += 1;
    out.set(value, rank);
    last = value;
  }
  return out;
}

/** As `bySubject`, then the rule. */
export function bySubjectAndRule(
  a: { readonly subject: Named; readonly rule: string },
  b: { readonly subject: Named; readonly rule: string },
): number {
  return bySubject(a.subject, b.subject) || byCodePoint(a.rule, b.rule);
}

/** What is missing of a report: by account, Region and file. */
export function byPlace(a: Incompleteness, b: Incompleteness): number {
  return (
    byCodePoint(a.account, b.account) ||
    byCodePoint(a.region, b.region) ||
    byCodePoint(a.path, b.path) ||
    byCodePoint(a.code, b.code) ||
    byCodePoint(a.message, b.message)
  );
}

/** Inputs in the order of the report, and where each of them went. */
export function inputsInOrder(summaries: readonly InputSummary[]): {
  readonly list: readonly InputSummary[];
  indexOf(summary: InputSummary): number;
} {
  const list = [...summaries].sort((a, b) => byCodePoint(a.path, b.path) || byCodePoint(a.kind, b.kind));
  const indices = new Map(list.map((summary, index) => [summary, index]));
  return { list, indexOf: (summary) => indices.get(summary)! };
}
