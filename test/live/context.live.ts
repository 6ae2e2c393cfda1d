import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Report } from '../../src/findings/report.ts';
import { buildAccounts, MAIN } from './support/account.ts';
import { essence, reportOf, scratch, vpceLint } from './support/program.ts';
import { type LoopbackProxy, proxyTo } from './support/proxy.ts';

const url = inject('moto');
let proxy: LoopbackProxy | undefined;

interface Rows {
  readonly [key: string]: readonly Record<string, unknown>[];
}

/** The plan of a stack that knows the network of an account by its ids. */
function planFor(saved: string): object {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(saved, MAIN, 'us-east-1', `${name}.json`), 'utf8')) as Rows;
  const range = (vpc: Record<string, unknown>) => vpc.CidrBlock === '10.1.0.0/16';
  const vpc = read('describe-vpcs').Vpcs!.find(range)!.VpcId as string;
  const of = (rows: Rows[string], id: string) =>
    rows.filter((row) => row.VpcId === vpc).map((row) => row[id] as string);
  const subnets = of(read('describe-subnets').Subnets!, 'SubnetId');
  const groups = read('describe-security-groups').SecurityGroups!.filter(({ GroupName }) => GroupName === 'open');
  const endpoint = (name: string, service: string, more: object) => ({
    address: `aws_vpc_endpoint.${name}`,
    mode: 'managed',
    type: 'aws_vpc_endpoint',
    name,
    change: {
      actions: ['create'],
      before: null,
      after: {
        service_name: `com.amazonaws.us-east-1.${service}`,
        vpc_endpoint_type: 'Interface',
        vpc_id: vpc,
        subnet_ids: subnets,
        security_group_ids: of(groups, 'GroupId'),
        private_dns_enabled: true,
        region: 'us-east-1',
        ...more,
      },
      after_unknown: { id: true, arn: true, owner_id: true, state: true, dns_entry: true },
      before_sensitive: false,
      after_sensitive: {},
    },
  });
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    resource_changes: [endpoint('queue', 'sqs', {}), endpoint('one', 'logs', { subnet_ids: subnets.slice(0, 1) })],
    configuration: { root_module: {} },
  };
}

function verdicts(report: Report) {
  return {
    findings: essence(report),
    undecided: report.undecided.map(({ rule, subject }) => `${rule} ${subject.address}`),
    passed: report.passed,
  };
}

describe.skipIf(url === null)('context of an account', () => {
  const cwd = scratch();
  const plan = join(cwd, 'plan.json');
  const lint = ['lint', plan, '--preset', 'strict', '--no-config', '-f', 'json', '-v'];
  beforeAll(async () => {
    await buildAccounts(url!);
    const saved = await vpceLint(['snapshot', '-o', 'all', '--endpoint-url', url!, '--region', 'us-east-1'], { cwd });
    expect({ status: saved.status, stderr: saved.stderr }).toMatchObject({ status: 0 });
    writeFileSync(plan, JSON.stringify(planFor(join(cwd, 'all'))));
  });
  afterEach(() => proxy?.stop());

  test('read live it gives the verdicts of a snapshot, and of one of what the plan names', async () => {
    const whole = reportOf(await vpceLint([...lint, '--context', 'all'], { cwd }));
    expect(whole.findings.map(({ rule }) => rule)).toContain('dns/private-dns-conflict');
    proxy = await proxyTo(url!);
    const ended = await vpceLint([...lint, '--context-live', '--endpoint-url', proxy.url], { cwd });
    const live = reportOf(ended);
    expect({ stderr: ended.stderr, incomplete: live.incomplete }).toEqual({ stderr: '', incomplete: [] });
    expect(live.inputs.filter(({ role }) => role === 'context')).toMatchObject([{ kind: 'live' }]);
    expect(verdicts(live)).toEqual(verdicts(whole));

    const args = ['snapshot', '--for', plan, '-o', 'some', '--endpoint-url', url!];
    expect(await vpceLint(args, { cwd })).toMatchObject({ status: 0 });
    const some = reportOf(await vpceLint([...lint, '--context', 'some'], { cwd }));
    expect(verdicts(some)).toEqual(verdicts(whole));
  });

  test('only what the plan names is asked for, however much the account has', async () => {
    proxy = await proxyTo(url!);
    await vpceLint([...lint, '--context-live', '--endpoint-url', proxy.url], { cwd });
    // Another VPC takes its two attributes and its hosted zones more, whatever else the account has.
    expect(proxy.asked.length).toBeLessThanOrEqual(26);
    for (const { action, service, parameters } of proxy.asked) {
      if (service !== 'ec2' || !/^Describe(VpcEndpoints|Subnets|RouteTables|SecurityGroups|Vpcs)$/.test(action))
        continue;
      expect({ action, filtered: [...parameters.keys()].some((key) => key.startsWith('Filter.')) }).toEqual({
        action,
        filtered: true,
      });
    }
  });

  test('a call that is denied is named', async () => {
    proxy = await proxyTo(url!, {
      fault: ({ action }) =>
        action === 'DescribeSecurityGroups' ? { status: 403, code: 'UnauthorizedOperation' } : undefined,
    });
    const ended = await vpceLint([...lint, '--context-live', '--endpoint-url', proxy.url], { cwd });
    const report = reportOf(ended);
    expect(report.incomplete).toMatchObject([{ call: 'ec2:DescribeSecurityGroups', account: MAIN }]);
    expect(ended.status).toBe(3);
    expect(report.undecided.flatMap(({ missing }) => missing).join()).toContain('describe-security-groups: ');
  });
});
