import { table } from '../base/table.ts';
import type { Finding } from '../findings/index.ts';
import { gapLines, INCOMPLETE } from './gaps.ts';
import { asText } from './markdown/escape.ts';
import { pinOf } from './pin.ts';
import type { Reporter } from './reporter.ts';
import { namedMessage } from './subject.ts';
import { jsonText } from './text.ts';
import { openFindings, worstFirst } from './worst-first.ts';

const SEVERITY: Record<Finding['level'], string> = table({ error: 'ERROR', warning: 'WARNING', note: 'INFO' });

/** `--format rdjson`: the Reviewdog Diagnostic Format (https://github.com/reviewdog/reviewdog/tree/master/proto/rdf). */
export const rdjson: Reporter = (report, { anchor }) => {
  const gaps = gapLines(report).map((text) => ({
    message: asText(`Incomplete run: ${text}`),
    location: { path: anchor ?? 'vpce-lint.yaml' },
    severity: 'ERROR',
    code: { value: INCOMPLETE },
  }));
  const diagnostics = worstFirst(openFindings(report.findings)).map((finding) => ({
    // reviewdog writes it into comments, as Markdown.
    message: asText(namedMessage(finding)),
    location: locationOf(finding, anchor),
    severity: SEVERITY[finding.level],
    code: { value: finding.rule, url: finding.helpUrl },
  }));
  const whole = {
    source: { name: 'vpce-lint', url: 'https://github.com/vpce-lint/vpce-lint' },
    diagnostics: [...gaps, ...diagnostics],
  };
  return `${jsonText(whole, 2)}\n`;
};

function locationOf(finding: Finding, anchor: string | undefined): object {
  const { path, line, column } = pinOf(finding, anchor);
  if (line === null) return { path };
  const bytes = byteColumn(finding.location.text, column);
  return { path, range: { start: { line, ...(bytes !== null && { column: bytes }) } } };
}

/** Columns count UTF-8 bytes there; without the line's text only what is before it could tell, so there is none. */
function byteColumn(text: string | null | undefined, column: number | null): number | null {
  if (column === null || (text ?? null) === null) return null;
  return Buffer.byteLength(text!.slice(0, column - 1)) + 1;
}
