/** Formats that are written account by account, so that nothing of an account has to be kept. */
import type { Report } from '../findings/index.ts';
import { csvGaps, csvHead, csvRows } from './csv.ts';
import { jsonlAccount, jsonlHead, jsonlTail } from './jsonl.ts';
import { ocsf } from './ocsf.ts';
import type { ReportContext } from './reporter.ts';

export interface Stream {
  /** Once, before all. */
  head(report: Report): string;
  /** What there is of one account. */
  part(report: Report, context: ReportContext): string;
  /** What is of no account, and the counts of all. `total` has no findings but those. */
  tail(total: Report, context: ReportContext): string;
}

const streams = {
  jsonl: {
    head: jsonlHead,
    part: jsonlAccount,
    tail: (total, { rules }) =>
      jsonlAccount({ ...total, accounts: {}, incomplete: total.incomplete.filter(({ account }) => account === null) }) +
      jsonlTail(total, rules),
  },
  csv: {
    head: csvHead,
    part: ({ findings }) => csvRows(findings),
    tail: (total) => csvRows(total.findings) + csvGaps(total),
  },
  ocsf: {
    head: () => '',
    part: ocsf,
    tail: (total, context) =>
      ocsf({ ...total, incomplete: total.incomplete.filter(({ account }) => account === null) }, context),
  },
} satisfies Readonly<Record<string, Stream>>;

export function streamOf(format: string): Stream | undefined {
  return Object.hasOwn(streams, format) ? streams[format as keyof typeof streams] : undefined;
}
