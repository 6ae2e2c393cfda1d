import { count } from '../../base/words.ts';
import { byCodePoint, labelOf, type UndecidedCheck } from '../../findings/index.ts';
import { behind, type Cause, causesApart, causesOf, sentencesOf } from '../causes.ts';
import { plain, wrap } from '../text.ts';
import type { Page } from './page.ts';

const CAUSES_SHOWN = 12;

/** What could not be decided: a line for each cause, worst first, with what would settle it. */
export function undecidedSection(undecided: readonly UndecidedCheck[], page: Page): string[] {
  if (undecided.length === 0) return [];
  const { paint, verbose } = page;
  const causes = verbose ? causesApart(undecided) : causesOf(undecided);
  const shown = verbose ? causes : causes.slice(0, CAUSES_SHOWN);
  const told = new Set(shown.flatMap(({ checks }) => checks));
  const left = undecided.length - told.size;
  const more = left === 0 ? [] : [`  and ${count(left, 'more check')} with other causes (use --verbose to list all)`];
  const hint = verbose ? '' : ' (--verbose lists the checks)';
  const head = paint.bold(`${count(undecided.length, 'check')} could not be decided: facts are missing${hint}`);
  return [[head, ...shown.flatMap((cause) => causeLines(cause, page)), ...more].join('\n')];
}

function causeLines(cause: Cause, { paint, verbose, width }: Page): string[] {
  const lead = behind(cause);
  const [first = '', ...rest] = wrap(`${lead}  ${plain(sentencesOf(cause))}`, width - 4);
  const lines = [`  ${first.replace(lead, paint.bold(lead))}`, ...rest.map((line) => `    ${line}`)];
  return verbose
    ? [...lines, ...checkLines(cause.checks, width - 8).map((line) => `        ${paint.dim(line)}`)]
    : lines;
}

function checkLines(checks: readonly UndecidedCheck[], width: number): string[] {
  const rules = [...new Set(checks.map(({ rule }) => rule))].sort(byCodePoint);
  const names = [...new Set(checks.map(({ subject }) => plain(labelOf(subject))))];
  return wrap(`${rules.join(', ')} on ${names.join(', ')}`, width);
}
