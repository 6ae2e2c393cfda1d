import { byCodePoint, labelOf, type UndecidedCheck } from '../../findings/index.ts';
import type { Page } from '../pretty.ts';
import { count, listed, plain, wrap } from '../text.ts';

const REASONS_SHOWN = 12;
const NAMES_SHOWN = 4;

/** What could not be decided, by what is missing: one reason often holds back many checks. */
export function undecidedSection(undecided: readonly UndecidedCheck[], page: Page): string[] {
  if (undecided.length === 0) return [];
  const { paint, verbose, width } = page;
  const byReason = new Map<string, UndecidedCheck[]>();
  for (const check of undecided) {
    const reason = check.missing.join('; ');
    const same = byReason.get(reason);
    if (same) same.push(check);
    else byReason.set(reason, [check]);
  }
  const reasons = [...byReason].sort(([a, x], [b, y]) => y.length - x.length || byCodePoint(a, b));
  const shown = verbose ? reasons : reasons.slice(0, REASONS_SHOWN);
  const lines = shown.flatMap(([reason, checks]) => {
    const rules = [...new Set(checks.map(({ rule }) => rule))].sort(byCodePoint);
    const names = [...new Set(checks.map(({ subject }) => plain(labelOf(subject))))];
    const most = verbose ? Number.POSITIVE_INFINITY : NAMES_SHOWN;
    return [
      ...wrap(plain(reason), width - 4).map((line, i) => (i === 0 ? `  ${line}` : `    ${line}`)),
      ...wrap(`${listed(rules, most)} on ${listed(names, most)}`, width - 8).map(
        (line) => `        ${paint.dim(line)}`,
      ),
    ];
  });
  const left = reasons.slice(shown.length).reduce((sum, [, checks]) => sum + checks.length, 0);
  const more = left === 0 ? [] : [`  and ${left} more for other reasons (--verbose lists them)`];
  const head = paint.bold(`undecided: ${count(undecided.length, 'check')} for want of what the input does not say`);
  return [[head, ...lines, ...more].join('\n')];
}
