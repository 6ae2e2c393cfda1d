import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/findings/index.ts';
import { toAnnotations } from '../../src/reporters/github.ts';
import { hostileReport } from './hostile.ts';
import * as sample from './sample-report.ts';

const { finding, place, report } = sample;

function annotations(from: Report): string {
  return toAnnotations(from, { judged: from.endpoints.length > 0, managed: 0 });
}

interface Command {
  readonly kind: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a line as the runner does: `::kind key=value,…::message`, in which `%` escapes are undone. */
function command(line: string): Command | undefined {
  const parts = /^::([a-z-]+)(?: (.*?))?::(.*)$/s.exec(line.trimStart());
  if (parts === null) return undefined;
  const [, kind = '', properties = '', message = ''] = parts;
  const pairs = properties.split(',').filter((pair) => pair !== '');
  const unescaped = (text: string) =>
    text.replace(/%(0D|0A|3A|2C|25)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return {
    kind,
    properties: Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2).map(unescaped))),
    message: unescaped(message),
  };
}

function read(text: string): { commands: Command[]; plain: string[] } {
  const lines = text.trimEnd().split('\n');
  const commands = lines.map(command);
  return { commands: commands.filter((one) => one !== undefined), plain: lines.filter((_, index) => !commands[index]) };
}

describe('annotations', () => {
  it('are workflow commands, worst first, and counts', () => {
    expect(annotations(sample.ORDINARY)).toMatchInlineSnapshot(`
      "::error file=infra/plan.json,line=12,endLine=12,col=3,title=reachability/service-port-not-allowed::aws_vpc_endpoint.sqs: no client may reach port 443 of sqs%0AWhy: Every call times out.%0AFix: Allow TCP 443 from the clients.
      ::warning file=infra/plan.json,line=12,endLine=12,col=3,title=availability/single-az::aws_vpc_endpoint.sqs: sqs is in 1 of 2 zones%0AWhy: When its only zone fails, every client in the VPC loses the service, healthy zones included.%0AFix: Add a subnet in each zone that has workloads to \`subnet_ids\`.
      ::warning file=infra/plan.json,line=12,endLine=12,col=3,title=policy/full-access::module.net["a"].aws_vpc_endpoint.s3 lets everything through%0AWhy: Whoever can reach the endpoint can send data to any account through it.%0AFix: Name the principals and resources that are yours.
      1 endpoint, 3 rules, 1 error, 2 warnings
      "
    `);
  });

  it('have no place where there is no file, and name the resource', () => {
    const [first] = read(annotations(sample.LIVE)).commands;
    expect(first?.properties).toEqual({ title: 'availability/single-az' });
    expect(first?.message).toMatch(/^vpce-0a1b2c3d: sqs is in 1 of 2 zones\n/);
  });

  it('leave suppressed findings out', () => {
    expect(read(annotations(sample.SUPPRESSED)).commands).toHaveLength(1);
  });

  it('tell an incomplete run first', () => {
    const [first] = read(annotations(sample.INCOMPLETE)).commands;
    expect(first?.kind).toBe('error');
    expect(first?.properties).toEqual({ title: 'vpce-lint: incomplete run' });
    expect(first?.message).toBe('infra/plan.json: the plan has errors\n111122223333 eu-west-1: not allowed');
  });

  it('never look like a clean bill of health when nothing was judged', () => {
    expect(annotations(sample.EMPTY)).toBe('no VPC endpoints: nothing judged\n');
    expect(annotations(report())).toBe('No findings in 1 endpoint, 3 rules\n');
  });

  it('are ten of a kind at most, and one notice says the rest', () => {
    const findings = (['note', 'warning', 'error'] as const).flatMap((level) =>
      Array.from({ length: 30 }, (_, index) =>
        finding({ level, message: `${level} ${index}`, location: place({ line: index + 1 }) }),
      ),
    );
    const { commands } = read(annotations(report(findings)));
    expect(commands.map((one) => one.kind)).toEqual([
      ...Array(10).fill('error'),
      ...Array(10).fill('warning'),
      ...Array(10).fill('notice'),
    ]);
    const rest = commands.at(-1)?.message.split('\n') ?? [];
    expect(rest[0]).toBe('61 more findings, because GitHub shows only 10 of a level for each step:');
    expect(rest[1]).toBe('error availability/single-az: error 10 (infra/plan.json:11)');
    expect(rest.at(-1)).toBe('and 11 more');
    const broken = read(annotations(report(findings, { incomplete: sample.INCOMPLETE.incomplete })));
    expect(broken.commands.filter((one) => one.kind === 'error')).toHaveLength(10);
  });
});

describe('hostile names', () => {
  it('make no command of their own and change none of ours', () => {
    fc.assert(
      fc.property(hostileReport, (from) => {
        const text = annotations(from);
        const { commands, plain } = read(text);
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
        expect(plain).toHaveLength(1);
        expect(plain[0]).toMatch(/^(No findings in )?\d+ endpoints?, \d+ rules?[\w ,]*$/);
        const extra = (from.complete ? 0 : 1) + (from.undecided.length > 0 ? 1 : 0);
        expect(commands).toHaveLength(from.findings.length + extra);
        for (const { kind, properties } of commands) {
          expect(['error', 'warning', 'notice']).toContain(kind);
          for (const key of Object.keys(properties)) expect(['file', 'line', 'endLine', 'col', 'title']).toContain(key);
        }
      }),
      {
        numRuns: 300,
        examples: [[sample.HOSTILE_REPORT]].filter(() => sample.HOSTILE_REPORT.findings.length <= 10) as [],
      },
    );
  });

  it('come back out as they went in, but for what cannot be seen', () => {
    const odd = 'a%0A,b:c::d%25';
    const [first] = read(annotations(report([finding({ location: place({ file: odd }), message: odd })]))).commands;
    expect(first?.properties.file).toBe(odd);
    expect(first?.message).toContain(odd);
  });
});
