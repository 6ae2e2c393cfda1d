import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/findings/index.ts';
import { reporterOf } from '../../../src/reporters/index.ts';
import { cli, directory, FAULTY, planOf } from '../../cli/harness.ts';
import * as sample from '../sample-report.ts';
import { READERS, readAzure, readCsv, readJunit } from './readers.ts';
import { expectSame } from './same.ts';

const { finding, place, report } = sample;
const FORMATS = Object.keys(READERS) as (keyof typeof READERS & Parameters<typeof reporterOf>[0])[];
const context = {
  rules: new Map(sample.RULES.map((rule) => [rule.id, rule])),
  color: false,
  width: 80,
  quiet: false,
  verbose: false,
  judged: true,
  managed: 0,
  elapsedMs: null,
};

async function written(format: string, from: Report, of: Partial<typeof context> = {}): Promise<string> {
  return [...(await reporterOf(format as (typeof FORMATS)[number]))(from, { ...context, ...of })].join('');
}

describe.each(FORMATS)('%s', (format) => {
  it.each([
    ['an ordinary report', sample.ORDINARY],
    ['one without findings', report()],
    ['one of standard input', sample.STDIN],
    ['one of a live account', sample.LIVE],
    ['twins', report([finding(), finding()])],
    ['many', sample.many(120)],
  ])('%s, read by its consumer, says what the JSON report says', async (_, from) => {
    await expectSame(format, await written(format, from), from);
  });

  it('is the same, end to end, as the JSON report of a run', async () => {
    const cwd = directory({ 'plan.json': planOf(FAULTY) });
    const args = ['plan.json', '--preset', 'pedantic', '-f', 'json=report.json', '-f', format];
    const { status, stdout, stderr } = await cli(args, { cwd });
    expect({ status, stderr: format === 'concise' ? '' : stderr }).toEqual({ status: 1, stderr: '' });
    const json = (await cli(['plan.json', '--preset', 'pedantic', '-f', 'json'], { cwd })).stdout;
    expect(JSON.parse(json).findings.length).toBeGreaterThan(0);
    await expectSame(format, stdout, JSON.parse(json));
  });

  it('suppressed and known findings raise no alarm', async () => {
    if (format === 'concise' || format === 'csv') return;
    expect(await READERS[format]!(await written(format, sample.SUPPRESSED))).toHaveLength(1);
  });

  it('an incomplete run does not look like a whole one', async () => {
    if (format === 'concise') return; // standard error and the exit status say it
    expect(await written(format, sample.INCOMPLETE)).toMatch(/incomplete/i);
    expect(await written(format, sample.INCOMPLETE)).toContain('the plan has errors');
    expect(await written(format, sample.ORDINARY)).not.toMatch(/incomplete/i);
  });

  it('gives the same bytes for the same report', async () => {
    expect(await written(format, sample.ORDINARY)).toBe(await written(format, sample.ORDINARY));
  });

  it('of an ordinary report', async () => {
    expect(await written(format, sample.ORDINARY)).toMatchSnapshot();
  });
});

describe('ocsf', () => {
  const events = async (from: Report, of: object = {}) =>
    (await written('ocsf', from, of))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('has an event for each check that passed, by the same id as the fault before it', async () => {
    const passed = [{ rule: 'availability/single-az', subject: sample.subject() }];
    const from = report([], { passed });
    // Valid, and no finding.
    expect(await READERS.ocsf!(await written('ocsf', from))).toEqual([]);
    const [event] = await events(from);
    expect([event.compliance.status, event.severity, event.type_uid]).toEqual(['Pass', 'Informational', 200301]);
    expect(event.finding_info.uid).toMatch(/^[0-9a-f]{32}$/);
  });

  it('names controls, accounts and resources, and says when it was', async () => {
    const controls = [{ framework: 'fsbp', version: null, control: 'EC2.55' }] as const;
    const rules = new Map(sample.RULES.map((rule) => [rule.id, { ...rule, controls }]));
    const accounts = { '111122223333': 'production' };
    const id = 'vpce-0a1b2c3d4e5f60718';
    const subject = sample.subject({ address: null, id, account: '111122223333' });
    const [event] = await events(report([finding({ subject })], { accounts }), { rules, time: 1_790_000_000_000 });
    expect(event.time).toBe(1_790_000_000_000);
    expect(event.compliance).toMatchObject({ control: 'EC2.55', standards: ['fsbp'], requirements: ['fsbp:EC2.55'] });
    expect(event.cloud.account).toMatchObject({ uid: '111122223333', name: 'production' });
    expect(event.resources[0].uid).toBe(`arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/${id}`);
  });
});

describe('junit', () => {
  it('has what passed, what is undecided and what is suppressed', async () => {
    const undecided = [
      {
        input: 0,
        rule: 'availability/single-az',
        subject: sample.subject(),
        missing: ['its zone', 'its VPC'],
        settledBy: ['Add zones', null],
        message: 'sqs could not be checked',
      },
    ];
    const from = report(sample.SUPPRESSED.findings, { undecided });
    expect(
      readJunit(await written('junit', from)).map(({ name, outcome, message }) => [name, outcome, message]),
    ).toEqual([
      ['aws_vpc_endpoint.sqs', 'failure', 'sqs is in 1 of 2 zones'],
      ['aws_vpc_endpoint.sqs:2', 'skipped', 'suppressed: development stack (sqs is in 1 of 2 zones)'],
      ['aws_vpc_endpoint.sqs:3', 'skipped', 'baselined (sqs is in 1 of 2 zones)'],
      ['aws_vpc_endpoint.sqs:4', 'skipped', 'sqs could not be checked'],
      ['passes on 1 resource', 'passed', ''],
      ['passes on 1 resource', 'passed', ''],
      ['passes on 1 resource', 'passed', ''],
    ]);
    const passed = [{ rule: 'policy/full-access', subject: sample.subject() }];
    expect(readJunit(await written('junit', report([], { passed })))).toMatchObject([
      { suite: 'policy/full-access', name: 'aws_vpc_endpoint.sqs', outcome: 'passed' },
    ]);
  });

  it('is never without a test', async () => {
    const empty = { ...sample.EMPTY, complete: true, incomplete: [] };
    expect(readJunit(await written('junit', empty, { judged: false }))).toMatchObject([
      { outcome: 'skipped', message: 'no VPC endpoints: nothing judged' },
    ]);
  });

  it('an incomplete run is an error', async () => {
    expect(
      readJunit(await written('junit', sample.INCOMPLETE)).filter(({ outcome }) => outcome === 'error'),
    ).toHaveLength(2);
  });
});

it('rdjson counts columns in UTF-8 bytes, and has none where only the line is known', async () => {
  const text = 'a𐐀b = 1';
  const columns = async (of: Parameters<typeof place>[0]) => {
    const document = JSON.parse(await written('rdjson', report([finding({ location: place(of) })])));
    return document.diagnostics[0].location.range.start;
  };
  // The example of the format's own documentation; our columns count UTF-16 units.
  expect(await columns({ column: 1, text })).toEqual({ line: 12, column: 1 });
  expect(await columns({ column: 2, text })).toEqual({ line: 12, column: 2 });
  expect(await columns({ column: 4, text })).toEqual({ line: 12, column: 6 });
  expect(await columns({ column: 4 })).toEqual({ line: 12 });
});

it('azure says which findings are notes, and counts what is undecided', async () => {
  const undecided = [
    { input: 0, rule: 'a/b', subject: sample.subject(), missing: ['x'], settledBy: [null], message: 'x' },
  ];
  const { commands, plain } = readAzure(await written('azure', report([finding({ level: 'note' })], { undecided })));
  expect(commands).toMatchObject([{ properties: { type: 'warning' }, message: expect.stringMatching(/^note: /) }]);
  expect(plain).toEqual(['vpce-lint: 1 check could not be decided', '1 endpoint, 3 rules, 1 note, 1 undecided']);
});

it('sonarqube gives a rule the severity of its worst finding', async () => {
  const findings = [finding({ level: 'note' }), finding({ level: 'error' })];
  const { rules } = JSON.parse(await written('sonarqube', report(findings)));
  expect(rules).toMatchObject([{ id: 'availability/single-az', impacts: [{ severity: 'HIGH' }] }]);
});

it('csv has a row for each reason of an incomplete run', async () => {
  const rows = readCsv(await written('csv', sample.INCOMPLETE)).filter(({ status }) => status === 'incomplete');
  expect(rows.map(({ message }) => message)).toEqual([
    'infra/plan.json: the plan has errors',
    '111122223333 eu-west-1: not allowed',
  ]);
});

it('concise leaves the counts to standard error', async () => {
  const cwd = directory({ 'plan.json': planOf(FAULTY) });
  const { stdout, stderr } = await cli(['plan.json', '-f', 'concise'], { cwd });
  expect(stdout).toMatch(/^plan\.json:\d+:\d+: warning .* \[availability\/single-az\]\n$/m);
  expect(stderr).toMatch(/^2 endpoints, \d+ rules, 1 warning/m);
  expect((await cli(['plan.json', '-f', 'concise', '-q'], { cwd })).stderr).toBe('');
});
