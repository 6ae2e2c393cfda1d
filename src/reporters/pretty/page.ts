import type { Location } from '../../findings/index.ts';
import type { AccountLabel } from '../accounts.ts';
import type { Paint } from '../paint.ts';
import type { ReportContext } from '../reporter.ts';
import { plain, width, wrap } from '../text.ts';

/** What every part of the page goes by. */
export interface Page extends ReportContext {
  readonly paint: Paint;
  /** More than one account or Region: headings name them. */
  readonly several: boolean;
  /** What people call an account. */
  readonly accountLabel: AccountLabel;
  /** With more than one, headings name the file. */
  readonly inputs: number;
  /** Where the page gives a reason or remedy in full: the name of the first subject, by rule and text. */
  readonly told: Map<string, string>;
}

/** Left edge of what stands below a finding's level. */
export const INDENT = 10;
const LABEL = 9;

export function indented(text: string): string {
  return `${' '.repeat(INDENT)}${text}`;
}

/** `why  text`, further lines below the text. */
export function labelled(label: string, text: string, { paint, width: columns }: Page): string[] {
  const edge = INDENT + LABEL;
  return wrap(plain(text), columns - edge).map((line, i) =>
    i === 0 ? indented(`${paint.dim(label.padEnd(LABEL - 1))} ${line}`) : `${' '.repeat(edge)}${line}`,
  );
}

/** Left and right on one line, or the right part on the next where they do not fit. */
export function spread(left: string, right: string, columns: number): string[] {
  const gap = columns - width(left) - width(right);
  if (gap >= 2) return [`${left}${' '.repeat(gap)}${right}`];
  return [left, `${' '.repeat(Math.max(Math.min(INDENT, columns - width(right)), 0))}${right}`];
}

/** `file:line:column`, as far as known. */
export function placeText({ file, line, column }: Location): string {
  if (file === null) return '';
  return plain([file, line, line === null ? null : column].filter((part) => part !== null).join(':'));
}
