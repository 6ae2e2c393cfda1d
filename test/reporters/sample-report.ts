/** Hand-made reports for the reporters' tests. */
import type { EndpointSummary, Finding, Location, Report, RuleInfo, SubjectName } from '../../src/findings/index.ts';
import { NOWHERE } from '../../src/findings/locate.ts';
import { helpUrl } from '../../src/findings/rule-info.ts';

export const RULES: readonly RuleInfo[] = [
  {
    id: 'availability/single-az',
    level: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    summary: 'Interface endpoint sits in too few Availability Zones.',
    why: 'When its only zone fails, every client in the VPC loses the service, healthy zones included.',
    fix: 'Add a subnet in each zone that has workloads to `subnet_ids`.',
    sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html'],
    recipes: { terraform: 'subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]' },
    exceptions: ['The service offers one zone only.'],
  },
  {
    id: 'policy/full-access',
    level: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    summary: 'The endpoint policy lets everything through.',
    why: 'Whoever can reach the endpoint can send data to any account through it.',
    fix: 'Name the principals and resources that are yours.',
    sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html'],
    security: { cwe: [284, 732], severity: 6.5 },
  },
  {
    id: 'reachability/service-port-not-allowed',
    level: 'error',
    preset: 'strict',
    since: '0.1.0',
    summary: 'No client can reach the port of the service.',
    why: 'Every call times out.',
    fix: 'Allow TCP 443 from the clients.',
    sources: [],
  },
];

export function subject(of: Partial<SubjectName> = {}): SubjectName {
  return {
    kind: 'endpoint',
    address: 'aws_vpc_endpoint.sqs',
    id: null,
    service: 'sqs',
    region: 'us-east-1',
    account: null,
    vpc: 'aws_vpc.main',
    ...of,
  };
}

export function place(of: Partial<Location> = {}): Location {
  return { file: 'infra/plan.json', line: 12, column: 3, endLine: 12, endColumn: 19, pointer: null, ...of };
}

export function finding(of: Partial<Finding> = {}): Finding {
  const index = RULES.findIndex((rule) => rule.id === (of.rule ?? 'availability/single-az'));
  return {
    input: 0,
    rule: 'availability/single-az',
    level: 'warning',
    status: 'open',
    subject: subject(),
    message: 'sqs is in 1 of 2 zones',
    why: RULES[index]?.why ?? 'It matters.',
    fix: RULES[index]?.fix ?? 'Mend it.',
    helpUrl: helpUrl(of.rule ?? 'availability/single-az'),
    location: place(),
    related: [],
    evidence: { zones: ['us-east-1a'] },
    assumed: [],
    fingerprint: '0123456789abcdef0123456789abcdef',
    ...of,
  };
}

export function endpoint(of: Partial<EndpointSummary> = {}): EndpointSummary {
  return {
    input: 0,
    address: 'aws_vpc_endpoint.sqs',
    id: null,
    service: 'sqs',
    serviceName: 'com.amazonaws.us-east-1.sqs',
    type: 'Interface',
    region: 'us-east-1',
    account: null,
    vpc: 'aws_vpc.main',
    zones: { known: ['us-east-1a'], atLeast: 1, atMost: 1 },
    ...of,
  };
}

/** A report of these findings whose counts fit them. */
export function report(findings: readonly Finding[] = [], of: Partial<Report> = {}): Report {
  const open = findings.filter((one) => one.status === 'open');
  const count = (level: Finding['level']) => open.filter((one) => one.level === level).length;
  const incomplete = of.incomplete ?? [];
  const undecided = of.undecided ?? [];
  return {
    schemaVersion: 1,
    tool: { name: 'vpce-lint', version: '0.1.0' },
    complete: incomplete.length === 0,
    incomplete,
    config: null,
    inputs: [{ path: 'infra/plan.json', kind: 'terraform-plan', endpoints: 1 }],
    endpoints: [endpoint()],
    findings,
    undecided,
    checks: RULES.map((rule) => ({
      rule: rule.id,
      fail: findings.filter((one) => one.rule === rule.id).length,
      pass: 1,
      undecided: 0,
      notApplicable: 0,
    })),
    summary: {
      endpoints: (of.endpoints ?? [1]).length,
      errors: count('error'),
      warnings: count('warning'),
      notes: count('note'),
      undecided: undecided.length,
      suppressed: findings.filter((one) => one.status === 'suppressed').length,
      baselined: findings.filter((one) => one.status === 'baselined').length,
    },
    ...of,
  };
}

export const ORDINARY: Report = report([
  finding({
    location: place({ endLine: 20 }),
    related: [{ message: 'aws_subnet.a is here', location: place({ line: 40, column: 5 }) }],
  }),
  finding({
    rule: 'policy/full-access',
    message: 'module.net["a"].aws_vpc_endpoint.s3 lets everything through',
    subject: subject({ address: 'module.net["a"].aws_vpc_endpoint.s3', service: 's3' }),
    fingerprint: 'fedcba9876543210fedcba9876543210',
    related: [{ message: 'the policy is made elsewhere', location: NOWHERE }],
  }),
  finding({
    rule: 'reachability/service-port-not-allowed',
    level: 'error',
    message: 'no client may reach port 443 of sqs',
    fingerprint: '00000000000000001111111111111111',
  }),
]);

export const EMPTY: Report = report([], {
  endpoints: [],
  inputs: [{ path: 'plan.json', kind: 'terraform-plan', endpoints: 0 }],
  checks: [],
});

export const INCOMPLETE: Report = report([finding()], {
  incomplete: [
    {
      path: 'infra/plan.json',
      account: null,
      region: null,
      call: null,
      code: 'plan-errored',
      message: 'the plan has errors',
    },
    {
      path: null,
      account: '111122223333',
      region: 'eu-west-1',
      call: 'DescribeVpcEndpoints',
      code: 'UnauthorizedOperation',
      message: 'not allowed',
    },
  ],
});

/** Read from standard input: no file. */
export const STDIN: Report = report([finding({ location: NOWHERE })], {
  inputs: [{ path: '-', kind: 'terraform-plan', endpoints: 1 }],
});

/** A live account: no file, no address. */
export const LIVE: Report = report(
  [
    finding({
      location: NOWHERE,
      subject: subject({
        address: null,
        id: 'vpce-0a1b2c3d',
        account: '111122223333',
        region: 'eu-west-1',
        vpc: 'vpc-01',
      }),
    }),
  ],
  { inputs: [{ path: '111122223333/eu-west-1', kind: 'live', endpoints: 1 }] },
);

/** Files outside the working directory: none that code scanning could show. */
export const OUTSIDE: Report = report(
  ['../other/plan.json', '/tmp/plan.json', 'C:/plan.json'].map((file, index) =>
    finding({ location: place({ file }), fingerprint: `${index}`.repeat(32) }),
  ),
  { inputs: [{ path: '../other/plan.json', kind: 'terraform-plan', endpoints: 1 }] },
);

export const SUPPRESSED: Report = report([
  finding(),
  finding({ status: 'suppressed', justification: 'development stack', fingerprint: 'a'.repeat(32) }),
  finding({ status: 'baselined', fingerprint: 'b'.repeat(32) }),
]);

/** What names from tags, files and other people's plans may hold. */
export const HOSTILE: readonly string[] = [
  ']]>',
  '::error file=x::owned',
  '\n::error::owned',
  '\r\n::stop-commands::x',
  '##[error]owned',
  'a long enough text that a break of the line comes before it ::add-mask::owned',
  '##vso[task.setvariable variable=PATH]owned',
  '| a | b |\n|---|---|\n| c | d |',
  'line one\nline two\r\n# heading',
  '\u001b[31mred\u001b[0m \u009b31m',
  '\u202eesrever\u2066 \u200b\u2028',
  '<script>alert(1)</script><!-- --> </details>',
  '%0A::error::owned%0D',
  '[click](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example>',
  '``` ` `` `code` ~~~',
  '@everyone #1 https://evil.example www.evil.example a@evil.example',
  '\\ \\| \\` &lt;b&gt; * _ ~~ $x$ :smile:',
  '"quoted" \'single\' \u0000 \ud800',
  '    four spaces\n- list\n1. one\n> quote\n---\n===',
];

export const HOSTILE_REPORT: Report = report(
  HOSTILE.map((text, index) =>
    finding({
      message: `${text} is hostile`,
      fix: `Rename ${text}`,
      subject: subject({ address: `aws_vpc_endpoint.x["${text}"]`, service: text, vpc: text }),
      location: place({ file: `infra/${text}.json` }),
      related: [{ message: text, location: place({ file: text }) }],
      fingerprint: index.toString(16).padStart(32, '0'),
    }),
  ),
);

export function many(count: number): Report {
  return report(
    Array.from({ length: count }, (_, index) =>
      finding({
        level: index % 50 === 0 ? 'error' : index % 3 === 0 ? 'note' : 'warning',
        message: `sqs ${index} is in 1 of 2 zones`,
        subject: subject({ address: `aws_vpc_endpoint.sqs[${index}]` }),
        location: place({ line: index + 1 }),
        fingerprint: index.toString(16).padStart(32, '0'),
      }),
    ),
  );
}
