import type { Report } from '../../findings/index.ts';
import { type Cause, causesOf } from '../causes.ts';
import { plain, wrap } from '../text.ts';
import type { Block } from './group.ts';
import type { Page } from './page.ts';

/** What to do next: read about the worst finding. If there is no finding, add the input that decides the most checks. */
export function nextLines(
  { undecided }: Report,
  [worst]: readonly Block[],
  causes: readonly Cause[],
  { width, verbose }: Page,
): string[] {
  const next = worst?.findings.find(({ status }) => status === 'open');
  if (next) return wrap(`Next: vpce-lint explain ${plain(next.rule)}`, width);
  // With --verbose, causes that differ only in names are listed apart. One step may settle them all.
  const together = verbose ? causesOf(undecided) : causes;
  const cause = together.find(({ settledBy }) => settledBy !== null);
  return cause ? wrap(`Next: ${plain(cause.settledBy!)}`, width) : [];
}
