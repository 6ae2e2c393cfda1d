import { expect } from 'vitest';
import type { Finding, Report } from '../../../src/findings/index.ts';
import { READERS, type Told } from './readers.ts';

/** Formats that need a file have a stand-in, and GitLab a line, where the finding has none. */
const ALWAYS_A_FILE = new Set(['gitlab', 'rdjson', 'sonarqube']);
const IN_REPORT_ORDER = new Set(['concise', 'csv']);

/** Holds that a format, read by its consumer, says what the JSON report says: every finding once, and no other. */
export async function expectSame(format: string, text: string, report: Report, file = ''): Promise<void> {
  const told = await READERS[format]!(text);
  const findings = report.findings.filter(({ status }) => status === 'open');
  const worst = new Map<string, string>();
  for (const { rule, level } of [...findings].sort((a, b) => rank(a.level) - rank(b.level))) {
    if (!worst.has(rule)) worst.set(rule, level);
  }
  const expected = findings.map((finding) => ({
    rule: finding.rule,
    level: format === 'sonarqube' ? worst.get(finding.rule)! : finding.level,
    ...placeIn(format, finding),
    ...(format === 'concise' || !told.some(({ fingerprint }) => fingerprint)
      ? {}
      : { fingerprint: finding.fingerprint }),
  }));
  const got = told.map(({ text: _, ...one }) => ({
    ...one,
    ...(ALWAYS_A_FILE.has(format) && !expected.some(({ file: own }) => own === one.file) ? { file: null } : {}),
  }));
  if (!IN_REPORT_ORDER.has(format)) {
    got.sort(byText);
    expected.sort(byText);
  }
  expect(got, `${format} ${file}`).toEqual(expected);
  expectTexts(told, findings, format);
}

function placeIn(format: string, { location: { file, line } }: Finding): Pick<Told, 'file' | 'line'> {
  if (format === 'gitlab') return { file, line: line ?? 1 };
  if (file === null || line === null)
    return { file: format === 'concise' || format === 'junit' ? null : file, line: null };
  return { file, line };
}

/** Each message is there as often as in the report, whatever was put around it. */
function expectTexts(told: readonly Told[], findings: readonly Finding[], format: string): void {
  const left = told.map(({ text }) => text.replaceAll('\u200b', ''));
  for (const { message } of findings) {
    const index = left.findIndex((text) => text.includes(message));
    expect(index, `${format} lacks ${message} in ${left.join('\n')}`).toBeGreaterThanOrEqual(0);
    left.splice(index, 1);
  }
}

function rank(level: string): number {
  return ['error', 'warning', 'note'].indexOf(level);
}

function byText(a: object, b: object): number {
  const [one, other] = [JSON.stringify(Object.entries(a).sort()), JSON.stringify(Object.entries(b).sort())];
  return one < other ? -1 : one > other ? 1 : 0;
}
