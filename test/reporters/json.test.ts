import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/findings/index.ts';
import { json } from '../../src/reporters/json.ts';
import { cli, directory, FAULTY, planOf } from '../cli/harness.ts';
import { hostileReport } from './hostile.ts';
import { EMPTY, finding, many, ORDINARY, report, subject } from './sample-report.ts';

const schema = JSON.parse(readFileSync(new URL('../../schema/report.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, validateFormats: false });
const valid = ajv.compile(schema);

function check(text: string): unknown {
  const parsed = JSON.parse(text);
  expect(valid(parsed) ? [] : valid.errors).toEqual([]);
  return parsed;
}

const context = {
  rules: new Map(),
  color: false,
  width: 80,
  quiet: false,
  verbose: false,
  judged: true,
  managed: 0,
  elapsedMs: null,
};

const textOf = (of: Report) => [...json(of, context)].join('');

describe('the JSON report', () => {
  it.each([
    ['an ordinary one', ORDINARY],
    ['an empty one', EMPTY],
    [
      'one with everything',
      report(
        [finding({ status: 'suppressed', justification: 'known' }), finding({ fingerprint: `${'0'.repeat(32)}:2` })],
        {
          incomplete: [
            {
              path: null,
              account: '111122223333',
              region: 'us-east-1',
              call: 'DescribeVpcs',
              code: 'AccessDenied',
              message: 'no',
            },
          ],
          undecided: [
            { input: 0, rule: 'a/b', subject: subject(), missing: ['x'], settledBy: ['Add y'], message: 'x' },
          ],
          passed: [{ rule: 'a/b', subject: subject() }],
        },
      ),
    ],
  ])('%s is as its schema says', (_, sample) => {
    check(textOf(sample));
  });

  it('has its keys in a fixed order, and no others', () => {
    const parsed = JSON.parse(textOf(report([finding()])));
    expect(Object.keys(parsed)).toEqual([
      'schemaVersion',
      'tool',
      'complete',
      'incomplete',
      'config',
      'inputs',
      'endpoints',
      'findings',
      'undecided',
      'checks',
      'summary',
    ]);
    const [first] = parsed.findings;
    expect(Object.keys(first)).toEqual([
      'input',
      'rule',
      'level',
      'status',
      'subject',
      'message',
      'why',
      'fix',
      'helpUrl',
      'location',
      'related',
      'evidence',
      'assumed',
      'fingerprint',
    ]);
    expect(Object.keys(first.subject)).toEqual(['kind', 'address', 'id', 'service', 'region', 'account', 'vpc']);
    expect(Object.keys(first.location)).toEqual(['file', 'line', 'column', 'endLine', 'pointer']);
  });

  it('that is long comes in pieces, with the same text', () => {
    const { findings } = many(250);
    const undecided = findings.map(({ rule, subject }) => {
      return { input: 0, rule, subject, missing: ['x'], settledBy: [null], message: 'x\n' };
    });
    const pieces = [...json(report(findings, { undecided, passed: [] }), context)];
    const text = pieces.join('');
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(text.length / 2);
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
    const { fingerprint } = JSON.parse(text).findings[249];
    expect(fingerprint).toBe(findings[249]!.fingerprint);
    expect(JSON.parse(text).undecided).toEqual(undecided);
  });

  it('of a real run is as its schema says', async () => {
    const cwd = directory({ 'plan.json': planOf(FAULTY), 'broken.json': JSON.stringify(planOf(FAULTY)).slice(0, 900) });
    const { stdout } = await cli(['.', '-f', 'json', '-v', '--show-suppressed', '--preset', 'pedantic'], { cwd });
    expect(check(stdout)).toMatchObject({ complete: false, summary: { endpoints: 2 } });
  });

  it('hostile names stay strings', () => {
    fc.assert(
      fc.property(hostileReport, (hostile) => {
        expect(JSON.parse(textOf(hostile)).findings).toHaveLength(hostile.findings.length);
      }),
    );
  });
});
