import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PASS_SOURCES } from '../../src/model/reason.ts';
import { toMarkdown } from '../../src/reporters/markdown.ts';
import { pretty } from '../../src/reporters/pretty.ts';
import type { ReportContext } from '../../src/reporters/reporter.ts';
import { plain, width, wrap } from '../../src/reporters/text.ts';
import { hostileReport, hostileText, tamed } from './hostile.ts';
import { EMPTY, endpoint, finding, ORDINARY, place, report, subject } from './sample-report.ts';

const context: ReportContext = {
  rules: new Map(),
  color: false,
  width: 80,
  quiet: false,
  verbose: false,
  judged: true,
  managed: 0,
  elapsedMs: 41,
};
const named = (name: string) => ({
  subject: subject({ address: `aws_vpc_endpoint.${name}`, service: name }),
  message: `${name} is in 1 of 2 zones`,
  location: place({ line: name.length + 10 }),
});

describe('the pretty report', () => {
  it('tells what, where, why and what to do, by endpoint, worst first', () => {
    expect(pretty(ORDINARY, context)).toMatchSnapshot();
  });

  it('calls accounts by their names where they have some', () => {
    const of = (account: string) => ({ address: null, id: `vpce-${account}`, account });
    const from = report(
      ['111122223333', '444455556666'].map((account) =>
        finding({ subject: subject(of(account)), rule: `x/${account}` }),
      ),
      {
        endpoints: ['111122223333', '444455556666'].map((account) => endpoint(of(account))),
        accounts: { '111122223333': 'pay\u001bments' },
      },
    );
    expect(pretty(from, context)).toContain('us-east-1, pay\\x1bments (111122223333))');
    expect(pretty(from, context)).toContain('us-east-1, 444455556666)');
    expect(toMarkdown(from)).toContain('(sqs, us-east-1, pay\\x1bments (111122223333))');
  });

  it('folds what fires alike on many endpoints', () => {
    const names = ['sqs', 'kms', 'ssm', 'logs'];
    const findings = [
      ...names.map((name) => finding(named(name))),
      finding({ ...named('s3'), rule: 'x/y', level: 'error' }),
    ];
    expect(
      pretty(
        report(findings, {
          endpoints: [...names, 's3'].map((name) => endpoint({ address: `aws_vpc_endpoint.${name}` })),
        }),
        context,
      ),
    ).toMatchSnapshot();
    const twelve = Array.from({ length: 12 }, (_, i) => finding(named(`svc${i}`)));
    expect(pretty(report(twelve), context)).toContain('and 4 more (use --verbose to list all)');
    expect(pretty(report(twelve), { ...context, verbose: true })).toContain('aws_vpc_endpoint.svc11');
  });

  it('does not fold what differs, or what is on few', () => {
    const two = pretty(report([finding(named('sqs')), finding(named('kms'))]), context);
    expect(two).not.toContain('same for');
    const three = ['a', 'b', 'c'].map((name, i) => finding({ ...named(name), message: `${name} is in ${i} zones` }));
    expect(pretty(report(three), context)).not.toContain('same for');
  });

  it('shows the code of one place once, and why and fix of a rule once', () => {
    const at = (line: number) => place({ line, text: `line ${line}`, above: null });
    const findings = [
      finding({ ...named('kms'), location: at(7) }),
      finding({ ...named('kms'), rule: 'x/y', why: 'Because.', fix: 'Fix it.', message: 'kms also', location: at(7) }),
      finding({ ...named('sqs'), location: at(9), message: 'sqs is in no zone' }),
      finding({
        ...named('sqs'),
        rule: 'x/y',
        why: 'Because.',
        fix: 'Another way.',
        message: 'sqs too',
        location: at(9),
      }),
    ];
    const text = pretty(report(findings), context);
    const times = (part: string) => text.split(part).length - 1;
    expect([times('> 7 | line 7'), times('> 9 | line 9'), times('(as above)')]).toEqual([1, 1, 2]);
    expect([times('why      '), times('Because.'), times('Fix it.'), times('Another way.')]).toEqual([2, 1, 1, 1]);
    expect(text).toContain('fix      as for aws_vpc_endpoint.kms above');
  });

  it('is one line a finding with --quiet, and the counts', () => {
    const findings = [finding({ ...named('kms'), level: 'note' }), finding({ ...named('sqs'), level: 'error' })];
    expect(pretty(report(findings), { ...context, quiet: true })).toBe(
      [
        'infra/plan.json:13:3: error aws_vpc_endpoint.sqs: sqs is in 1 of 2 zones [availability/single-az]',
        'infra/plan.json:13:3: note aws_vpc_endpoint.kms: kms is in 1 of 2 zones [availability/single-az]',
        '1 endpoint, 3 rules, 1 error, 1 note   41 ms\n',
      ].join('\n'),
    );
  });

  it('ends with what to do next', () => {
    const last = (from: Parameters<typeof pretty>[0]) => pretty(from, context).trimEnd().split('\n').at(-1);
    const open = { input: 0, rule: 'a/b', subject: subject(), message: 'x' };
    const undecided = [
      { ...open, missing: ['the zone is unknown'], settledBy: [null] },
      { ...open, missing: ['the zone is unknown', 'the Region is unknown'], settledBy: [null, 'Pass --region'] },
    ];
    const suppressed = finding({ ...named('kms'), status: 'suppressed', level: 'error' });
    expect(last(report([finding(named('kms')), suppressed], { undecided }))).toBe(
      'Next: vpce-lint explain availability/single-az',
    );
    expect(last(report([suppressed], { undecided }))).toBe('Next: Pass --region');
    expect(last(report())).toBe('No findings in 1 endpoint, 3 rules   41 ms');
  });

  it.each([60, 80, 120, 200])('fits into %d columns', (columns) => {
    const text = pretty(ORDINARY, { ...context, width: columns, verbose: true });
    for (const line of text.split('\n')) expect(width(line), line).toBeLessThanOrEqual(columns);
  });

  it('folds what is undecided by cause', () => {
    const undecided = [
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => ({
        input: 0,
        rule: 'availability/single-az',
        subject: subject({ address: `aws_vpc_endpoint.${name}` }),
        missing: [`\`subnet_ids\` of aws_vpc_endpoint.${name}: its value comes from \`local.${name}\``],
        settledBy: [PASS_SOURCES],
        message: 'x',
      })),
      ...['rtb-0a1b2c3d', 'rtb-0a1b2c3e4f5a6b7c8'].map((id) => ({
        input: 0,
        rule: 'dns/x',
        subject: subject({ address: 'aws_vpc_endpoint.a' }),
        missing: [`${id} is not in the input`],
        settledBy: [`Add the output of \`aws ec2 describe-route-tables\` for ${id} with --context`],
        message: 'x',
      })),
    ];
    expect(pretty(report([], { undecided }), context)).toMatchSnapshot();
    expect(pretty(report([], { undecided }), { ...context, quiet: true })).toBe(
      '1 endpoint, 3 rules, 9 undecided   41 ms\n',
    );
  });

  it('tells of suppressed findings why, and last', () => {
    const findings = [
      finding({ ...named('kms'), status: 'suppressed', justification: 'served elsewhere', level: 'error' }),
      finding({ ...named('sqs'), level: 'note' }),
      finding({
        rule: 'suppression/no-reason',
        level: 'note',
        subject: subject({ kind: 'suppression', address: null, service: null, region: null, vpc: null }),
        message: 'vpce-lint.yaml silences dns/x without a reason',
        location: place({ file: 'vpce-lint.yaml', line: 7, column: 11 }),
      }),
    ];
    expect(pretty(report(findings), context)).toMatchSnapshot();
  });

  it('is loud where the input is not whole', () => {
    const incomplete = [
      {
        path: 'b.json',
        account: null,
        region: null,
        call: null,
        code: 'unreadable',
        message: 'the file ends too early',
      },
    ];
    expect(pretty(report([], { incomplete }), context)).toMatchSnapshot();
    expect(
      pretty(report([], { incomplete, endpoints: [] }), { ...context, judged: false }),
      'the line on standard error says it',
    ).toBe('');
  });

  it('says so where there was nothing to judge', () => {
    expect(pretty({ ...EMPTY, complete: true, incomplete: [] }, { ...context, judged: false })).toBe(
      'no VPC endpoints: nothing judged   41 ms\n',
    );
  });

  it('names the file where there are several inputs, account and region where they differ', () => {
    const inputs = ['a.json', 'b.json'].map((path) => ({ path, kind: 'terraform-plan' as const, endpoints: 1 }));
    const endpoints = [endpoint(), endpoint({ region: 'eu-west-1' })];
    const text = pretty(report([finding()], { inputs, endpoints }), context);
    expect(text).toMatch(
      /^aws_vpc_endpoint\.sqs {2}\(com\.amazonaws\.us-east-1\.sqs, Interface, us-east-1\)\n? +infra\/plan\.json\n/,
    );
  });

  it('paints and links for a terminal, and says the same', () => {
    const painted = pretty(ORDINARY, { ...context, color: true });
    expect(painted).toContain('\u001b[31merror');
    expect(painted).toContain('\u001b]8;;https://');
    expect(painted.replace(/\u001b\[\d+m|\u001b\]8;;[^\u001b]*\u001b\\/g, '')).toBe(pretty(ORDINARY, context));
  });
});

describe('hostile names', () => {
  const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

  it('reach no terminal as they are', () => {
    fc.assert(
      fc.property(hostileReport, fc.boolean(), (hostile, verbose) => {
        expect(pretty(hostile, { ...context, verbose })).not.toMatch(controls);
      }),
    );
  });

  it('start no line and hide none: every finding and its level is there', () => {
    fc.assert(
      fc.property(hostileReport, (hostile) => {
        const levels = (text: string) => [...text.matchAll(/^ {2}(error|warning|note) /gm)].map(([, level]) => level);
        const folded = (text: string) =>
          [...text.matchAll(/ \(same for (\d+) more\)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
        const text = pretty(hostile, { ...context, width: 10_000 });
        expect(levels(text).length + folded(text)).toBe(tamed(hostile).findings.length);
      }),
    );
  });
});

describe('text', () => {
  it.each([
    ['a\u001b[31mb', 'a\\x1b[31mb'],
    ['two\nlines\r\tand tab', 'two\\nlines\\r\\tand tab'],
    ['\u202eevil', '\\u202eevil'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\ud800'],
    ['naïve — 漢字 😀', 'naïve — 漢字 😀'],
  ])('%j is shown as %s', (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it('plain text stays plain', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(plain(plain(text))).toBe(plain(text));
      }),
    );
  });

  it('wide characters take two columns, marks none', () => {
    expect(['abc', '漢字', 'é', 'e\u0301', '😀', '\u001b[1mx\u001b[22m'].map(width)).toEqual([3, 4, 1, 1, 2, 1]);
  });

  it('wraps at blanks', () => {
    expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
    expect(wrap('averylongword x', 5)).toEqual(['averylongword', 'x']);
    expect(wrap('', 5)).toEqual(['']);
  });
});
