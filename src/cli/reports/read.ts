/** Reports of earlier runs, as `--format json` and `--format jsonl` wrote them. */
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import schema from '../../../schema/report.json' with { type: 'json' };
import { oncePer } from '../../base/memo.ts';
import { NoRegularFile } from '../../base/regular-file.ts';
import type { Finding, Report } from '../../findings/index.ts';
import { contentOf, readProblem } from '../../loaders/content.ts';
import { findFiles } from '../../loaders/find.ts';
import { readNamedFile } from '../../loaders/named-file.ts';
import { InputError } from '../../model/input-error.ts';
import { prepare, readJson, TextError } from '../../text/json/index.ts';
import type { Io } from '../io.ts';

export interface ReadReport {
  readonly path: string;
  readonly report: Report;
}

const HINT = 'Write reports with --format json=<file>';

/** The reports in files, directories and globs, in the order of the command line. */
export async function readReports(paths: readonly string[], io: Io): Promise<readonly ReadReport[]> {
  prepare();
  const out: ReadReport[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const found = await findFiles(path, io.cwd, /\.jsonl?(\.gz)?$/i);
    if ('problem' in found) throw new InputError(`${path}: ${found.problem}`, { hint: HINT });
    for (const { path: file, named } of found.files) {
      const full = resolve(io.cwd, file);
      if (seen.has(full)) continue;
      seen.add(full);
      const report = readReport(full, file);
      if (report) out.push({ path: file, report });
      else if (named) throw new InputError('this is not a report of vpce-lint', { file, hint: HINT });
    }
  }
  if (out.length === 0) throw new InputError(`${paths.join(', ')}: no report found`, { hint: HINT });
  return out;
}

/** Undefined if a file is something else. */
function readReport(full: string, file: string): Report | undefined {
  let value: unknown;
  try {
    value = documentOf(contentOf(readNamedFile(full)).source().bytes(0, MOST));
  } catch (error) {
    if (error instanceof TextError)
      throw new InputError(`line ${error.line}, column ${error.column}: ${error.message}`, { file, hint: HINT });
    if (error instanceof NoRegularFile || (error as NodeJS.ErrnoException).code !== undefined)
      throw new InputError(readProblem(error), { file });
    throw error;
  }
  if (!isObject(value) || !isObject(value.tool) || value.tool.name !== 'vpce-lint') return undefined;
  if (value.schemaVersion !== 1)
    throw new InputError('another version of vpce-lint wrote this report', { file, hint: 'Use that version' });
  const validate = validator(schema);
  if (!validate(value)) {
    const [fault] = validate.errors ?? [];
    throw new InputError(`${fault?.message ?? 'this report is damaged'}`, {
      file,
      ...(fault ? { place: fault.instancePath } : {}),
      hint: 'Write the report again',
    });
  }
  return placed(value as unknown as Report);
}

const MOST = 1 << 30;

const validator = oncePer((of: typeof schema) =>
  new Ajv2020({ strict: false, allowUnionTypes: true, validateFormats: false }).compile(of),
);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A document, or one object a line. */
function documentOf(bytes: Uint8Array): unknown {
  return isLines(bytes) ? reportOfLines(bytes) : readJson(bytes).value;
}

const FIRST_LINE = '{"record":"run",';

function isLines(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, FIRST_LINE.length)).toString('latin1') === FIRST_LINE;
}

/** Where each record goes. */
const LISTS: Readonly<Record<string, string>> = {
  incomplete: 'incomplete',
  endpoint: 'endpoints',
  finding: 'findings',
  undecided: 'undecided',
  passed: 'passed',
  input: 'inputs',
  check: 'checks',
};

function reportOfLines(bytes: Uint8Array): unknown {
  const report: Record<string, unknown> = {
    inputs: [],
    endpoints: [],
    findings: [],
    undecided: [],
    checks: [],
    incomplete: [],
  };
  let last: unknown;
  for (const text of Buffer.from(bytes).toString('utf8').split('\n')) {
    if (text === '') continue;
    const { record, ...fields } = readJson(Buffer.from(text)).value as Record<string, unknown>;
    last = record;
    if (record === 'run') Object.assign(report, fields);
    else if (record === 'account' && typeof fields.id === 'string')
      report.accounts = { ...(report.accounts as object | undefined), [fields.id]: fields.name };
    else if (record === 'summary') {
      const { complete, ...summary } = fields;
      Object.assign(report, { complete, summary });
    } else if (typeof record === 'string' && Object.hasOwn(LISTS, record)) {
      const list = LISTS[record]!;
      report[list] ??= [];
      (report[list] as unknown[]).push(fields);
    }
  }
  if (last !== 'summary')
    throw new InputError('the report was cut off: its last line is not a summary', { hint: 'Write the report again' });
  return byNumber(report);
}

/** Lines name inputs by their paths, a report by numbers. */
function byNumber(report: Record<string, unknown>): unknown {
  const paths = (report.inputs as readonly { readonly path?: unknown }[]).map(({ path }) => path);
  for (const list of ['endpoints', 'findings', 'undecided']) {
    report[list] = (report[list] as readonly { readonly input?: unknown }[]).map((each) =>
      typeof each.input === 'string' ? { ...each, input: paths.indexOf(each.input) } : each,
    );
  }
  return report;
}

/** What reporters ask of places, and JSON does not carry. */
function placed(report: Report): Report {
  const at = <T extends { readonly location: Finding['location'] }>(each: T): T => ({
    ...each,
    location: { ...each.location, endColumn: null },
  });
  const findings = report.findings.map((each) => at({ ...each, related: each.related.map(at) }));
  const checks = report.checks.map(({ rule, fail, pass, undecided, notApplicable }) => ({
    rule,
    fail,
    pass,
    undecided,
    notApplicable,
  }));
  // Reports of 0.1.0 do not say it.
  const undecided = report.undecided.map((each) => ({
    ...each,
    settledBy: each.settledBy ?? each.missing.map(() => null),
  }));
  return { ...report, findings, undecided, checks };
}
