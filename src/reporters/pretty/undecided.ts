import { remembered } from '../../base/memo.ts';
import { count, listed } from '../../base/words.ts';
import { byCodePoint, labelOf, type UndecidedCheck } from '../../findings/index.ts';
import { plain, wrap } from '../text.ts';
import type { Page } from './page.ts';

const REASONS_SHOWN = 12;
const NAMES_SHOWN = 4;

/** Reasons that differ in ids only are one: `rtb-3bf1b05c is not in the input`. */
const AWS_ID = /\b[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}\b/g;
/** What each has. Found out sooner, and there may be a reason for each endpoint. */
const ID_TAIL = /-[0-9a-f]{8}/;

/** What could not be decided, by what is missing: one reason often holds back many checks. */
export function undecidedSection(undecided: readonly UndecidedCheck[], page: Page): string[] {
  if (undecided.length === 0) return [];
  const { paint, verbose, width } = page;
  const byReason = new Map<string, UndecidedCheck[]>();
  const byText = new Map<string, UndecidedCheck[]>();
  for (const check of undecided) {
    const text = check.missing.join('; ');
    const alike = () => remembered(byReason, ID_TAIL.test(text) ? text.replace(AWS_ID, '…') : text, () => []);
    remembered(byText, text, alike).push(check);
  }
  const shown = first(verbose ? byReason.size : REASONS_SHOWN, [...byReason], mostFirst);
  const lines = shown.flatMap(([, checks]) => {
    const told = new Set(checks.map(({ missing }) => missing.join('; ')));
    const [reason = ''] = told;
    const alike = told.size === 1 ? '' : ` (${count(told.size - 1, 'other')} alike)`;
    const rules = [...new Set(checks.map(({ rule }) => rule))].sort(byCodePoint);
    const names = [...new Set(checks.map(({ subject }) => labelOf(subject)))];
    const most = verbose ? Number.POSITIVE_INFINITY : NAMES_SHOWN;
    return [
      ...wrap(`${plain(reason)}${alike}`, width - 4).map((line, i) => (i === 0 ? `  ${line}` : `    ${line}`)),
      ...wrap(`${listed(rules, most)} on ${plain(listed(names, most))}`, width - 8).map(
        (line) => `        ${paint.dim(line)}`,
      ),
    ];
  });
  const left = undecided.length - shown.reduce((sum, [, checks]) => sum + checks.length, 0);
  const more = left === 0 ? [] : [`  and ${left} more for other reasons (--verbose lists them)`];
  const head = paint.bold(`undecided: ${count(undecided.length, 'check')} for want of what the input does not say`);
  return [[head, ...lines, ...more].join('\n')];
}

type Reason = readonly [text: string, checks: readonly UndecidedCheck[]];

function mostFirst([a, x]: Reason, [b, y]: Reason): number {
  return y.length - x.length || byCodePoint(a, b);
}

/** The first of a list in order. The rest is not sorted: there may be a reason for each endpoint. */
function first<T>(most: number, list: readonly T[], compare: (a: T, b: T) => number): T[] {
  if (most >= list.length) return [...list].sort(compare);
  const out = list.slice(0, most).sort(compare);
  for (const item of list.slice(most)) {
    if (compare(item, out[most - 1]!) >= 0) continue;
    const at = out.findIndex((other) => compare(item, other) < 0);
    out.splice(at, 0, item);
    out.pop();
  }
  return out;
}
