import type { Report } from '../findings/index.ts';
import { oneLine } from './inert.ts';

/** Title of what stands for an incomplete run in formats that know findings only. */
export const INCOMPLETE = 'vpce-lint/incomplete';

/** Why a report is not complete, with each reason on its own line. */
export function gapLines({ complete, incomplete }: Report): string[] {
  if (complete) return [];
  const lines = incomplete.map((gap) => {
    const where = [gap.path, gap.account, gap.region].filter((part) => part !== null);
    return oneLine(where.length === 0 ? gap.message : `${where.join(' ')}: ${gap.message}`);
  });
  return lines.length === 0 ? ['the input could not be checked completely'] : lines;
}
