/** Small documents of stacks that know each other by ids. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Outcome, run } from '../../src/run.ts';

export const VPC = 'vpc-0a000001';
export const ACCOUNT = '111111111111';
const REGION = 'us-east-1';

type Values = Readonly<Record<string, unknown>>;

export interface Change {
  readonly actions?: readonly string[];
  readonly before?: Values | null;
  readonly after?: Values | null;
  readonly sensitive?: Values;
}

function parts(address: string) {
  const data = address.startsWith('data.');
  const [type = '', name = ''] = address.replace(/^data\./, '').split('.');
  return { address, mode: data ? 'data' : 'managed', type, name };
}

/** What an interface endpoint of a plan or state has. */
export function endpoint(service: string, more: Values = {}): Values {
  return {
    service_name: `com.amazonaws.${REGION}.${service}`,
    vpc_endpoint_type: 'Interface',
    vpc_id: VPC,
    subnet_ids: ['subnet-0a000001', 'subnet-0a000002'],
    security_group_ids: ['sg-0a000001'],
    private_dns_enabled: true,
    policy: '{"Statement":[]}',
    ...more,
  };
}

/** A plan; `looked`: data sources that were read. */
export function plan(changes: Readonly<Record<string, Change>>, looked: Readonly<Record<string, Values>> = {}): object {
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    resource_changes: Object.entries(changes).map(([address, { actions = ['create'], before, after, sensitive }]) => ({
      ...parts(address),
      change: {
        actions,
        before: before ?? null,
        after: after ?? null,
        after_unknown: actions.includes('create') ? { id: true, arn: true, owner_id: true } : {},
        before_sensitive: sensitive ?? {},
        after_sensitive: sensitive ?? {},
      },
    })),
    prior_state: { format_version: '1.0', values: moduleOf(looked) },
    configuration: {
      provider_config: { aws: { name: 'aws', expressions: { region: { constant_value: REGION } } } },
      root_module: {
        resources: Object.keys(changes).map((address) => ({
          ...parts(address),
          provider_config_key: 'aws',
          expressions: {},
        })),
      },
    },
  };
}

export function state(resources: Readonly<Record<string, Values>>): object {
  return { format_version: '1.0', terraform_version: '1.11.4', values: moduleOf(resources) };
}

function moduleOf(resources: Readonly<Record<string, Values>>): object {
  const list = Object.entries(resources).map(([address, values]) => ({
    ...parts(address),
    values,
    sensitive_values: {},
  }));
  return { root_module: { resources: list } };
}

/** What `describe-*` says of the VPC: two subnets, one group, and the endpoints given. */
export function exported(
  endpoints: readonly Values[] = [],
  account = ACCOUNT,
  region = REGION,
): Readonly<Record<string, unknown>> {
  const own = { VpcId: VPC, OwnerId: account };
  const subnet = (n: number, zone: string) => ({
    ...own,
    SubnetId: `subnet-0a00000${n}`,
    AvailabilityZone: `${region}${zone}`,
    CidrBlock: `10.0.${n}.0/24`,
    Ipv6CidrBlockAssociationSet: [],
  });
  return {
    Vpcs: [{ ...own, CidrBlock: '10.0.0.0/16', CidrBlockAssociationSet: [], IsDefault: false }],
    Subnets: [subnet(1, 'a'), subnet(2, 'b')],
    SecurityGroups: [{ ...own, ...group('sg-0a000001', [tcp(443)]) }],
    RouteTables: [{ ...own, RouteTableId: 'rtb-0a000001', Associations: [{ Main: true }], Routes: [] }],
    VpcEndpoints: endpoints.map((each) => ({ ...own, ...each })),
  };
}

export function group(id: string, permissions: readonly object[]) {
  return { GroupId: id, GroupName: id, IpPermissions: permissions, IpPermissionsEgress: [] };
}

export function tcp(port: number, cidr = '10.0.0.0/16') {
  const ranges = { IpRanges: [{ CidrIp: cidr }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };
  return { IpProtocol: 'tcp', FromPort: port, ToPort: port, ...ranges };
}

/** An endpoint as describe-vpc-endpoints has it. */
export function described(id: string, service: string, more: Values = {}): Values {
  return {
    VpcEndpointId: id,
    VpcEndpointType: 'Interface',
    ServiceName: `com.amazonaws.${REGION}.${service}`,
    State: 'available',
    SubnetIds: ['subnet-0a000001'],
    Groups: [{ GroupId: 'sg-0a000001', GroupName: 'sg-0a000001' }],
    RouteTableIds: [],
    PrivateDnsEnabled: true,
    RequesterManaged: false,
    DnsEntries: [],
    Tags: [],
    ...more,
  };
}

/** Writes documents to a new folder. */
export function written(files: Readonly<Record<string, object | string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-context-'));
  for (const [name, value] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
  }
  return folder;
}

/** Judges `plan.json`, or what is named, beside files of the folder. */
export async function judged(
  files: Readonly<Record<string, object | string>>,
  context: readonly string[],
  paths: readonly string[] = ['plan.json'],
): Promise<Outcome> {
  const cwd = written(files);
  return run({ paths, context, cwd, config: false, preset: 'strict', showPassed: true });
}

/** The verdict of a rule on a subject. */
export function verdictOf({ report }: Outcome, rule: string, subject: string): string {
  const is = (each: { rule: string; subject: { address: string | null; id: string | null } }) =>
    each.rule === rule && (each.subject.address === subject || each.subject.id === subject);
  if (report.findings.some(is)) return 'fail';
  if (report.undecided.some(is)) return 'undecided';
  return report.passed?.some(is) ? 'pass' : 'none';
}
