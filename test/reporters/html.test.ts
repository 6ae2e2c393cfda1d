/** The HTML report as a document; what it is in a browser is in test/page. */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/findings/index.ts';
import { LEVELS, type PageData, STATUSES } from '../../src/reporters/html/page-data.ts';
import { html } from '../../src/reporters/html.ts';
import { cli, directory, FAULTY, planOf, report as reportOf } from '../cli/harness.ts';
import { hostileReport } from './hostile.ts';
import * as sample from './sample-report.ts';

const context = {
  rules: new Map(sample.RULES.map((rule) => [rule.id, rule])),
  color: false,
  width: 80,
  quiet: false,
  verbose: false,
  judged: true,
  managed: 0,
  elapsedMs: 5,
};

const page = (of: Report) => html(of, context);

/** The elements that a browser takes for scripts, styles and data, and what stands before them. */
function parts(text: string) {
  const shape =
    /^(<!doctype html>\n<html lang="en">\n<head>[\s\S]*?)<style>([^<]*)<\/style>\n<\/head>\n<body>([\s\S]*)<script type="application\/json" id="data">([^<]*)<\/script>\n<script>([\s\S]*)<\/script>\n<\/body>\n<\/html>\n$/;
  const [, head, style, body, data, script] = shape.exec(text)!;
  return { head: head!, style: style!, body: body!, data: JSON.parse(data!) as PageData, script: script! };
}

/** The findings as the data of the page has them. */
function findingsOf({ data }: { data: PageData }) {
  const text = (index: number) => (index < 0 ? null : data.texts[index]!);
  return data.findings.map((one) => ({
    rule: text(data.rules[one.rule]!.id),
    level: LEVELS[one.level],
    status: STATUSES[one.status],
    subject: text(data.subjects[one.subject]!.name),
    message: text(one.message),
    fix: text(one.fix),
    evidence: JSON.parse(text(one.evidence)!),
    fingerprint: one.fingerprint,
  }));
}

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

it('allows its own script and style, by their hashes, and nothing else', () => {
  const { head, style, script } = parts(page(sample.ORDINARY));
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(head)![1]!.split('; ');
  expect(policy).toEqual([
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
  expect(page(sample.ORDINARY)).not.toMatch(/\b(?:src|srcset|action|on[a-z]+)=/);
});

describe('has the findings of the JSON report', () => {
  it.each([
    ['an ordinary one', sample.ORDINARY],
    ['one with suppressed findings', sample.SUPPRESSED],
    ['one of a live account', sample.LIVE],
    ['many', sample.many(300)],
  ])('%s', (_, of) => {
    const key = ({ fingerprint, message }: { fingerprint: string; message: string | null }) =>
      `${fingerprint} ${message}`;
    const expected = of.findings.map(({ rule, level, status, subject, message, fix, evidence, fingerprint }) => ({
      rule,
      level,
      status,
      subject: subject.address ?? subject.id,
      message,
      fix,
      evidence,
      fingerprint,
    }));
    const inOrder = <T extends Parameters<typeof key>[0]>(list: T[]) => list.sort((a, b) => (key(a) < key(b) ? -1 : 1));
    expect(inOrder(findingsOf(parts(page(of))))).toEqual(inOrder(expected));
  });

  it('of a run, with its VPCs and what is undecided', async () => {
    const cwd = directory({ 'plan.json': planOf(FAULTY) });
    const args = ['plan.json', '--preset', 'pedantic'];
    const { stdout, status } = await cli([...args, '-f', 'html'], { cwd });
    const json = await reportOf(args, { cwd });
    expect(status).toBe(1);
    const { data } = parts(stdout);
    expect(data.findings).toHaveLength(json.findings.length);
    expect(data.undecided.flatMap(({ checks }) => checks)).toHaveLength(json.undecided.length);
    expect(data.rules.map(({ id }) => data.texts[id])).toEqual(json.checks.map(({ rule }) => rule));
    expect(data.vpcs.map(({ zones }) => zones.map(([zone]) => data.texts[zone]))).toEqual(
      json.vpcs!.map(({ zones }) => zones.map(({ zone }) => zone)),
    );
    expect(data.vpcs[0]!.interfaces).toEqual(
      json.vpcs![0]!.interfaces.map(({ endpoint, in: where, maybe, notOffered }) => [
        endpoint,
        where,
        maybe,
        notOffered,
      ]),
    );
    expect(stdout).not.toContain(cwd);
    // Neither time nor chance is in it.
    expect((await cli([...args, '-f', 'html'], { cwd })).stdout).toBe(stdout);
  });
});

it('calls accounts by their names', () => {
  const account = '111122223333';
  const of = sample.report([sample.finding({ subject: sample.subject({ account }) })], {
    accounts: { [account]: 'payments-prod' },
  });
  const { data } = parts(page(of));
  expect(data.texts).toContain('payments-prod (111122223333)');
  expect(data.texts[data.subjects[0]!.account]).toBe('payments-prod (111122223333)');
});

it('draws zones from the endpoints where the report shows no VPCs', () => {
  const endpoints = [
    sample.endpoint(),
    sample.endpoint({ address: 'b', zones: { known: ['us-east-1b'], atLeast: 1, atMost: null } }),
    sample.endpoint({ address: 'c', type: 'Gateway', zones: { known: [], atLeast: 0, atMost: 0 } }),
  ];
  const { data } = parts(page(sample.report([], { endpoints })));
  expect(data.vpcs).toHaveLength(1);
  expect(data.vpcs[0]).toMatchObject({
    endpoints: [0, 1, 2],
    interfaces: [
      [0, [0], [], []],
      [1, [1], [0], []],
    ],
  });
});

it('says reasons once that differ in the name of the subject only', () => {
  const undecided = ['aws_vpc_endpoint.a', 'aws_vpc_endpoint.b'].map((address) => ({
    input: 0,
    rule: 'availability/single-az',
    subject: sample.subject({ address }),
    missing: [`\`subnet_ids\` of ${address} is not known`],
    settledBy: [null],
    message: 'x',
  }));
  const { data } = parts(page(sample.report([], { undecided })));
  expect(data.undecided).toHaveLength(1);
  expect(data.texts[data.undecided[0]!.text]).toBe(
    '`subnet_ids` of aws_vpc_endpoint.a is not known (and 1 more like it)',
  );
});

it('an incomplete run does not look like a whole one', () => {
  const { body, head } = parts(page(sample.INCOMPLETE));
  expect(head).toContain('<title>vpce-lint: 1 warning, incomplete</title>');
  expect(body).toContain('This run is incomplete');
  expect(body).toContain('infra/plan.json: the plan has errors');
  expect(parts(page(sample.ORDINARY)).body).not.toContain('incomplete');
});

it('hostile names add nothing, hide nothing, and end no element', () => {
  fc.assert(
    fc.property(hostileReport, (hostile) => {
      const text = page(hostile);
      const read = parts(text);
      expect(findingsOf(read)).toHaveLength(hostile.findings.length);
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/);
      expect(text.match(/<script/g)).toHaveLength(2);
      expect(
        read.body.replace(
          /<(?:\/?(?:a|header|main|p|h1|h2|ul|li|b|div|section|table|thead|tbody|tr|th|td|bdi)\b[^<>]*)>/g,
          '',
        ),
      ).not.toMatch(/[<>]/);
    }),
    { numRuns: 150, examples: [[sample.HOSTILE_REPORT]] },
  );
});
