import type { Report } from '../../findings/index.ts';
import { causesOf } from '../causes.ts';
import { plain, wrap } from '../text.ts';
import type { Block } from './group.ts';
import type { Page } from './page.ts';

/** What to do next: read about the worst finding. If there is no finding, add the input that decides the most checks. */
export function nextLines({ undecided }: Report, [worst]: readonly Block[], { width }: Page): string[] {
  const next = worst?.findings.find(({ status }) => status === 'open');
  if (next) return wrap(`Next: vpce-lint explain ${plain(next.rule)}`, width);
  // Causes that differ only in names count together, also with --verbose: one step may settle them all.
  const cause = causesOf(undecided).find(({ settledBy }) => settledBy !== null);
  return cause ? wrap(`Next: ${plain(cause.settledBy!)}`, width) : [];
}
