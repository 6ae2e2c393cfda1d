/** A report with everything that the page can show. */
import { controlsOf } from '../../src/engine/index.ts';
import type { Finding, Report, VpcSummary } from '../../src/findings/index.ts';
import { html } from '../../src/reporters/html.ts';
import * as sample from '../reporters/sample-report.ts';

const { endpoint, finding, report, subject } = sample;

const inVpc = (index: number, of: Partial<Finding> = {}): Finding =>
  finding({
    subject: subject({
      address: `module.net["${index % 4}"].aws_vpc_endpoint.e[${index}]`,
      vpc: `module.net["${index % 4}"].aws_vpc.main`,
      account: index % 2 === 0 ? '111122223333' : '444455556666',
    }),
    fingerprint: index.toString(16).padStart(32, '0'),
    evidence: { zones: ['us-east-1a'], statement: { Effect: 'Allow', Action: ['s3:*'] }, sid: null, ports: 443 },
    assumed: ['the zone has no other records'],
    related: [
      { message: `aws_subnet.a[${index}] is here`, location: sample.place({ line: 40 + index, pointer: '/a' }) },
    ],
    ...of,
  });

const LEVELS = ['error', 'warning', 'note'] as const;
const RULES = sample.RULES.map(({ id }) => id);

const findings = Array.from({ length: 90 }, (_, index) =>
  inVpc(index, {
    rule: RULES[index % RULES.length]!,
    level: LEVELS[index % RULES.length]!,
    message: `endpoint ${index} has a fault`,
    ...(index === 88 ? { status: 'suppressed', justification: 'development stack' } : {}),
    ...(index === 89 ? { status: 'baselined' } : {}),
  }),
);

const endpoints = findings.map(({ subject: { address, account, vpc, region } }, index) =>
  endpoint({ address, account, vpc, region, type: index % 10 === 0 ? 'Gateway' : 'Interface' }),
);

const vpcs: VpcSummary[] = [0, 1, 2, 3].map((n) => {
  const own = endpoints.flatMap(({ vpc }, index) => (vpc === `module.net["${n}"].aws_vpc.main` ? [index] : []));
  const gateways = own.filter((index) => endpoints[index]!.type === 'Gateway');
  return {
    vpc: `module.net["${n}"].aws_vpc.main`,
    id: null,
    region: 'us-east-1',
    account: n % 2 === 0 ? '111122223333' : '444455556666',
    zones: [
      { zone: 'us-east-1a', subnets: 2 },
      { zone: 'us-east-1b', subnets: 1 },
      { zone: 'us-east-1c', subnets: 1 },
      { zone: 'us-east-1d', subnets: 0 },
    ],
    moreZones: n === 3 ? 'no describe-subnets output in the input' : null,
    routeTables: [
      { name: 'aws_route_table.app', main: false, subnets: 2 },
      { name: 'aws_route_table.main', main: true, subnets: null },
    ],
    moreRouteTables: null,
    names: [
      {
        name: 'sqs.us-east-1.amazonaws.com',
        by: 'endpoint',
        who: 'aws_vpc_endpoint.sqs',
        because: null,
        of: own.slice(1, 2),
      },
      { name: 'kms.us-east-1.amazonaws.com', by: 'no-record', who: 'aws_route53_zone.kms', because: null, of: [] },
      { name: 'sns.us-east-1.amazonaws.com', by: 'unknown', who: null, because: 'no zones in the input', of: [] },
      { name: 'sts.us-east-1.amazonaws.com', by: 'public', who: null, because: null, of: [] },
    ],
    endpoints: own,
    interfaces: own
      .filter((index) => !gateways.includes(index))
      .map((index, i) => ({ endpoint: index, in: [0], maybe: i === 0 ? [1] : [], notOffered: [2] })),
    gateways: gateways.map((index) => ({ endpoint: index, in: [0], maybe: [1] })),
  };
});

export const EVERYTHING: Report = report(findings, {
  endpoints,
  vpcs,
  incomplete: sample.INCOMPLETE.incomplete,
  undecided: Array.from({ length: 60 }, (_, index) => ({
    rule: RULES[index % 2]!,
    input: 0,
    subject: findings[index]!.subject,
    missing: [`\`subnet_ids\` of ${findings[index]!.subject.address} comes from \`local.x\``],
    settledBy: ['Pass the Terraform directory with --root'],
    message: 'x',
  })),
  config: {
    file: 'vpce-lint.yaml',
    extends: [],
    preset: 'strict',
    failOn: 'error',
    rulesOff: 2,
    rulesSet: 1,
    overrides: 0,
    suppressions: 1,
    trusted: 0,
    context: 0,
  },
});

export function written(from: Report): string {
  return html(from, {
    rules: new Map(
      sample.RULES.map((rule) => [
        rule.id,
        rule.id === RULES[0] ? { ...rule, controls: controlsOf('fsbp', 'EC2.10') } : rule,
      ]),
    ),
    color: false,
    width: 80,
    quiet: false,
    verbose: false,
    judged: true,
    managed: 0,
    elapsedMs: null,
  });
}
