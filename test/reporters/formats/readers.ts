/** Reads each format as its consumer does, by parsers and schemas that are not ours, back to what it says of findings. */
import { readFileSync } from 'node:fs';
import { validate } from '@umbrelladocs/rdformat-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse as parseCsv } from 'csv-parse/sync';
import { XmlDocument, type XmlElement, XsdValidator } from 'libxml2-wasm';
import { expect } from 'vitest';

/** What is left of a finding in every format. */
export interface Told {
  readonly rule: string;
  readonly level: string;
  /** As the format has it; null where it has none. */
  readonly file: string | null;
  readonly line: number | null;
  readonly text: string;
  readonly fingerprint?: string;
}

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/formats/${name}`, import.meta.url), 'utf8');
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const schemas = new Map<string, ValidateFunction>();

interface OcsfEvent {
  readonly severity_id: 2 | 3 | 4;
  readonly status_id?: number;
  readonly metadata: { readonly event_code: string };
  readonly compliance: { readonly status_id: number };
  readonly finding_info: { readonly uid: string; readonly title: string };
  readonly unmapped: { readonly location?: { readonly file: string; readonly line: number | null } };
}

function checked(text: string, schema: string, options: { readonly strict?: false } = {}): unknown {
  if (!schemas.has(schema)) {
    const compiler = options.strict === false ? new Ajv2020({ strict: false, validateFormats: false }) : ajv;
    schemas.set(schema, compiler.compile(JSON.parse(fixture(schema))));
  }
  const valid = schemas.get(schema)!;
  const document = JSON.parse(text);
  expect(valid(document) ? [] : valid.errors).toEqual([]);
  return document;
}

const xsdDocument = XmlDocument.fromString(fixture('junit-10.xsd'));
const xsd = XsdValidator.fromDoc(xsdDocument);

export interface TestCase {
  readonly suite: string;
  readonly name: string;
  /** `passed`, or the element that says otherwise. */
  readonly outcome: string;
  readonly type: string | null;
  readonly message: string;
  readonly text: string;
}

/** A JUnit file, valid by the schema of Jenkins, its counts right. */
export function readJunit(text: string): TestCase[] {
  const document = XmlDocument.fromString(text);
  try {
    xsd.validate(document);
    const suites = document.root.find('testsuite') as XmlElement[];
    const all = suites.flatMap((suite) => {
      const cases = (suite.find('testcase') as XmlElement[]).map((one) => testCase(suite, one));
      expect(countsIn(suite)).toEqual(countsOf(cases));
      expect(suite.attr('skipped')?.value).toBe(String(cases.filter(({ outcome }) => outcome === 'skipped').length));
      return cases;
    });
    expect(countsIn(document.root)).toEqual(countsOf(all));
    const ids = all.map(({ suite, name }) => `${suite} ${name}`);
    expect(new Set(ids).size, 'tests of one name').toBe(ids.length);
    return all;
  } finally {
    document.dispose();
  }
}

function testCase(suite: XmlElement, one: XmlElement): TestCase {
  const outcomes = one.find('*') as XmlElement[];
  expect(outcomes.length).toBeLessThanOrEqual(1);
  const [outcome] = outcomes;
  return {
    suite: suite.attr('name')!.value,
    name: one.attr('name')!.value,
    outcome: outcome?.name ?? 'passed',
    type: outcome?.attr('type')?.value ?? null,
    message: outcome?.attr('message')?.value ?? '',
    text: outcome?.content ?? '',
  };
}

function countsIn(element: XmlElement): (string | undefined)[] {
  return ['tests', 'failures', 'errors'].map((name) => element.attr(name)?.value);
}

function countsOf(cases: readonly TestCase[]): string[] {
  const count = (outcome: string) => cases.filter((one) => one.outcome === outcome).length;
  return [cases.length, count('failure'), count('error')].map(String);
}

/** A CSV file by RFC 4180, as objects. */
export function readCsv(text: string): Record<string, string>[] {
  expect(text.endsWith('\r\n')).toBe(true);
  return parseCsv(text, { columns: true, record_delimiter: '\r\n' });
}

interface LoggingCommand {
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** The agent of Azure Pipelines: a command anywhere in a line, its escapes undone. */
export function readAzure(text: string): { commands: LoggingCommand[]; plain: string[] } {
  const commands: LoggingCommand[] = [];
  const plain: string[] = [];
  const plainly = (value: string) =>
    value
      .replaceAll('%3B', ';')
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%5D', ']')
      .replaceAll('%AZP25', '%');
  for (const line of text.trimEnd().split(/[\r\n]/)) {
    const start = line.indexOf('##vso[');
    if (start < 0) {
      plain.push(line);
      continue;
    }
    const [, name, properties = '', message = ''] = /^##vso\[([^\] ]+)([^\]]*)\](.*)$/s.exec(line.slice(start))!;
    expect(name).toBe('task.logissue');
    const pairs = properties.split(';').filter((part) => part.trim() !== '');
    commands.push({
      properties: Object.fromEntries(pairs.map((pair) => pair.trim().split(/=(.*)/s).slice(0, 2).map(plainly))),
      message: plainly(message),
    });
  }
  return { commands, plain };
}

/** Findings of a report in each format, in that format's order. */
export const READERS: Readonly<Record<string, (text: string) => Told[] | Promise<Told[]>>> = {
  concise: (text) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const [, place = '', level = '', message = '', rule = ''] =
          /^(.*?): (error|warning|note) (.*) \[([\w/-]+)\](?: \(\w+\))?$/.exec(line)!;
        const [, file, number] = /^(.*):(\d+):\d+$/.exec(place) ?? [];
        return { rule, level, file: file ?? null, line: number === undefined ? null : Number(number), text: message };
      }),
  junit: (text) =>
    readJunit(text)
      .filter(({ outcome }) => outcome === 'failure')
      .map(({ suite, type, message, text: body }) => {
        const [, file, line] = /^(.*):(\d+):\d+\nwhy: /.exec(body) ?? [];
        return {
          rule: suite,
          level: type!,
          file: file ?? null,
          line: line === undefined ? null : Number(line),
          text: message,
          fingerprint: /^fingerprint: (.*)$/m.exec(body)![1]!,
        };
      }),
  gitlab: (text) => {
    const issues = checked(text, 'gitlab-code-quality.schema.json') as {
      description: string;
      check_name: string;
      fingerprint: string;
      severity: string;
      location: { path: string; lines: { begin: number } };
    }[];
    const prints = issues.map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size, 'issues of one fingerprint').toBe(prints.length);
    const level: Record<string, string> = { blocker: 'incomplete', critical: 'error', major: 'warning', info: 'note' };
    return issues.map((issue) => ({
      rule: issue.check_name,
      level: level[issue.severity]!,
      file: issue.location.path,
      line: issue.location.lines.begin,
      text: issue.description,
      fingerprint: issue.fingerprint.replace(/:\d+$/, ''),
    }));
  },
  ocsf: (text) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => checked(line, 'ocsf-compliance-finding-1.8.0.schema.json', { strict: false }) as OcsfEvent)
      .filter(({ status_id, compliance }) => status_id !== 3 && compliance.status_id !== 1)
      .map(({ severity_id, metadata, finding_info, unmapped, compliance }) => ({
        rule: metadata.event_code,
        level: compliance.status_id === 0 ? 'incomplete' : { 4: 'error', 3: 'warning', 2: 'note' }[severity_id]!,
        file: unmapped.location?.file ?? null,
        line: unmapped.location?.line ?? null,
        text: finding_info.title,
        fingerprint: finding_info.uid.split('/').at(-1)!,
      })),
  jsonl: (text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ record, status }) => record === 'finding' && status === 'open')
      .map(({ rule, level, location, message, fingerprint }) => ({
        rule,
        level,
        file: location.file,
        line: location.line,
        text: message,
        fingerprint,
      })),
  csv: (text) =>
    readCsv(text).map(({ rule, level, file, line, message, fingerprint }) => ({
      rule: rule!,
      level: level!,
      file: file === '' ? null : file!,
      line: line === '' ? null : Number(line),
      text: message!,
      fingerprint: fingerprint!,
    })),
  rdjson: async (text) => {
    const document = JSON.parse(text);
    const { valid, errors } = await validate(document, { strictMode: true, allowExtraFields: false });
    expect(valid ? [] : errors).toEqual([]);
    const level: Record<string, string> = { ERROR: 'error', WARNING: 'warning', INFO: 'note' };
    return document.diagnostics.map(
      (one: {
        message: string;
        severity: string;
        code: { value: string };
        location: { path: string; range?: { start: { line: number } } };
      }) => ({
        rule: one.code.value,
        level: level[one.severity],
        file: one.location.path,
        line: one.location.range?.start.line ?? null,
        text: one.message,
      }),
    );
  },
  sonarqube: (text) => {
    const { rules, issues } = checked(text, 'sonarqube-generic-issues.schema.json') as {
      rules: { id: string; impacts: { severity: string }[] }[];
      issues: {
        ruleId: string;
        primaryLocation: { message: string; filePath: string; textRange?: { startLine: number } };
      }[];
    };
    const level: Record<string, string> = { HIGH: 'error', MEDIUM: 'warning', LOW: 'note' };
    const levels = new Map(rules.map(({ id, impacts }) => [id, level[impacts[0]!.severity]!]));
    expect(levels.size, 'rules of one id').toBe(rules.length);
    return issues.map(({ ruleId, primaryLocation: { message, filePath, textRange } }) => ({
      rule: ruleId,
      level: levels.get(ruleId)!,
      file: filePath,
      line: textRange?.startLine ?? null,
      text: message,
    }));
  },
  azure: (text) =>
    readAzure(text).commands.map(({ properties, message }) => ({
      rule: properties.code ?? 'vpce-lint/incomplete',
      level: message.startsWith('note: ') ? 'note' : properties.type!,
      file: properties.sourcepath ?? null,
      line: properties.linenumber === undefined ? null : Number(properties.linenumber),
      text: message,
    })),
};
