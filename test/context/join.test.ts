/** What joins, what does not, and who is believed. */
import { describe, expect, it } from 'vitest';
import { run } from '../../src/run.ts';
import {
  ACCOUNT,
  described,
  endpoint,
  exported,
  group,
  judged,
  plan,
  state,
  tcp,
  VPC,
  verdictOf,
  written,
} from './support.ts';

const KMS = 'aws_vpc_endpoint.kms';
const made = (...services: string[]) =>
  Object.fromEntries(services.map((service) => [`aws_vpc_endpoint.${service}`, { after: endpoint(service) }]));
const existing = (id: string, service: string) => endpoint(service, { id, state: 'available', owner_id: ACCOUNT });

describe('what joins', () => {
  it('is named by the plan: another endpoint of its VPC holds the private name', async () => {
    const outcome = await judged(
      { 'plan.json': plan(made('kms')), 'd.json': exported([described('vpce-0a000001', 'kms')]) },
      ['d.json'],
    );
    expect(verdictOf(outcome, 'dns/private-dns-conflict', KMS)).toBe('fail');
    const finding = outcome.report.findings.find(({ rule }) => rule === 'dns/private-dns-conflict')!;
    expect(finding.location.file).toBe('plan.json');
    expect(finding.related).toMatchObject([{ location: { file: 'd.json' } }]);
    expect(outcome.report.endpoints.map(({ address }) => address)).toEqual([KMS]);
    expect(outcome.report.inputs).toMatchObject([{ path: 'd.json', role: 'context' }, { path: 'plan.json' }]);
    expect(outcome.notes).toEqual([]);
  });

  it('lies in a VPC of the plan, where a state has that by its id only', async () => {
    const other = state({ 'aws_vpc_endpoint.other': existing('vpce-0a000001', 'kms') });
    const outcome = await judged({ 'plan.json': plan(made('kms')), 's.json': other }, ['s.json']);
    expect(verdictOf(outcome, 'dns/private-dns-conflict', KMS)).toBe('fail');
  });

  it('is not the plan’s own endpoint', async () => {
    const own = existing('vpce-0a000001', 'kms');
    const files = {
      'plan.json': plan({ [KMS]: { actions: ['no-op'], before: own, after: own } }),
      'd.json': exported([described('vpce-0a000001', 'kms')]),
    };
    expect(verdictOf(await judged(files, ['d.json']), 'dns/private-dns-conflict', KMS)).toBe('pass');
  });

  it.each([
    ['destroys', { 'aws_vpc_endpoint.old': { actions: ['delete'], before: existing('vpce-0a000001', 'kms') } }],
    [
      'replaces',
      {
        'aws_vpc_endpoint.old': {
          actions: ['delete', 'create'],
          before: existing('vpce-0a000001', 'kms'),
          after: endpoint('sts'),
        },
      },
    ],
  ])('is not what the plan %s', async (_, changes) => {
    const files = {
      'plan.json': plan({ ...made('kms'), ...changes }),
      'd.json': exported([described('vpce-0a000001', 'kms')]),
    };
    expect(verdictOf(await judged(files, ['d.json']), 'dns/private-dns-conflict', KMS)).toBe('pass');
  });

  it('is another judged plan, by the VPC both name', async () => {
    const files = { 'a.json': plan(made('kms')), 'b.json': plan(made('kms', 'sts')) };
    const outcome = await judged(files, [], ['a.json', 'b.json']);
    const clashes = outcome.report.findings.filter(({ rule }) => rule === 'dns/private-dns-conflict');
    expect(clashes.map(({ location, related }) => [location.file, related[0]!.location.file]).sort()).toEqual([
      ['a.json', 'b.json'],
      ['b.json', 'a.json'],
    ]);
    expect(outcome.report.endpoints.length).toBe(3);
  });

  it('is no other plan of the same stack', async () => {
    const own = existing('vpce-0a000001', 'sts');
    const two = plan({ ...made('kms'), 'aws_vpc_endpoint.sts': { actions: ['no-op'], before: own, after: own } });
    const outcome = await judged({ 'a.json': two, 'b.json': two }, [], ['a.json', 'b.json']);
    expect(outcome.report.findings.map(({ rule }) => rule)).not.toContain('dns/private-dns-conflict');
  });
});

describe('what does not join', () => {
  it('names other ids: one line, and nothing changes', async () => {
    const files = { 'plan.json': plan(made('kms')), 'd.json': { Vpcs: [{ VpcId: 'vpc-0b000001' }] } };
    const [alone, beside] = [await judged(files, []), await judged(files, ['d.json'])];
    expect(beside.notes).toEqual([
      '--context d.json: it has no object that the input names, so vpce-lint does not use it',
    ]);
    const withoutInputs = ({ report }: typeof alone) =>
      JSON.parse(JSON.stringify(report), (key, value) => (key === 'input' || key === 'inputs' ? null : value));
    expect(withoutInputs(beside)).toEqual(withoutInputs(alone));
  });

  it('is of another account, or Region', async () => {
    const me = { 'data.aws_caller_identity.me': { account_id: ACCOUNT } };
    const files = {
      'plan.json': plan(made('kms'), me),
      'account.json': exported([described('vpce-0a000001', 'kms')], '999999999999'),
      'region.json': exported([described('vpce-0a000001', 'kms')], ACCOUNT, 'eu-west-1'),
    };
    for (const [file, line] of [
      ['account.json', `it is from account 999999999999 and the input from ${ACCOUNT}, so vpce-lint does not use it`],
      ['region.json', 'it is from Region eu-west-1 and the input from us-east-1, so vpce-lint does not use it'],
    ] as const) {
      const outcome = await judged(files, [file]);
      expect(outcome.notes).toEqual([`--context ${file}: ${line}`]);
      expect(verdictOf(outcome, 'dns/private-dns-conflict', KMS)).toBe('pass');
    }
  });

  it('has another owner for one id', async () => {
    const vpc = {
      'data.aws_vpc.main': { id: VPC, owner_id: ACCOUNT, arn: `arn:aws:ec2:us-east-1:${ACCOUNT}:vpc/${VPC}` },
    };
    const files = {
      'plan.json': plan(made('kms'), vpc),
      'd.json': exported([described('vpce-0a000001', 'kms')], '999999999999'),
    };
    const outcome = await judged(files, ['d.json']);
    expect(outcome.notes.join()).toContain(
      '--context d.json: vpc-0a000001 is in 999999999999 there and in 111111111111 in the input, so vpce-lint does not use it',
    );
    expect(verdictOf(outcome, 'dns/private-dns-conflict', KMS)).toBe('pass');
  });

  it('is a plan', async () => {
    const files = { 'plan.json': plan(made('kms')), 'other.json': plan(made('sts')) };
    const { report } = await judged(files, ['other.json']);
    expect(report.incomplete).toMatchObject([{ path: 'other.json', code: 'unknown-input' }]);
  });

  it('cannot be read', async () => {
    const files = { 'plan.json': plan(made('kms')), 'd.json': '{"Vpcs": [' };
    const { report } = await judged(files, ['d.json', 'missing']);
    expect(report.complete).toBe(false);
    expect(report.incomplete.map(({ path }) => path)).toEqual(['d.json', 'missing']);
  });
});

describe('zones of a hub', () => {
  const zone = { zone_id: 'Z0HUBZONE', id: 'Z0HUBZONE', name: 'kms.us-east-1.amazonaws.com' };
  const hub = (vpcs: readonly string[]) =>
    state({
      'aws_vpc.hub': {
        id: 'vpc-0b000001',
        owner_id: '222222222222',
        arn: 'arn:aws:ec2:us-east-1:222222222222:vpc/vpc-0b000001',
      },
      'aws_vpc_endpoint.kms': { ...existing('vpce-0b000001', 'kms'), vpc_id: 'vpc-0b000001', owner_id: '222222222222' },
      'aws_route53_zone.kms': { ...zone, vpc: vpcs.map((vpc_id) => ({ vpc_id })) },
      'aws_route53_record.kms': {
        ...{ zone_id: 'Z0HUBZONE', name: zone.name, type: 'A', records: null },
        alias: [{ name: 'vpce-0b000001-abc.kms.us-east-1.vpce.amazonaws.com' }],
      },
    });
  const me = { 'data.aws_caller_identity.me': { account_id: ACCOUNT } };
  const off = { [KMS]: { after: endpoint('kms', { private_dns_enabled: false }) } };

  it('join through the VPCs they name, across accounts', async () => {
    const files = { 'plan.json': plan(off, me), 'hub.json': hub(['vpc-0b000001', VPC]) };
    expect(verdictOf(await judged(files, []), 'dns/private-dns-disabled', KMS)).toBe('fail');
    const beside = await judged(files, ['hub.json']);
    expect(verdictOf(beside, 'dns/private-dns-disabled', KMS)).not.toBe('fail');
    expect(beside.notes.join()).toMatch(
      /^--context hub\.json: it is from account 222222222222 and the input from 111111111111, so vpce-lint uses only its hosted zones, resolver rules and Route 53 Profiles for the VPCs of the input$/,
    );
  });

  it('join where the plan associates them', async () => {
    const association = { after: { zone_id: 'Z0HUBZONE', vpc_id: VPC } };
    const changes = { ...off, 'aws_route53_zone_association.hub': association };
    const files = { 'plan.json': plan(changes, me), 'hub.json': hub(['vpc-0b000001']) };
    expect(verdictOf(await judged(files, ['hub.json']), 'dns/private-dns-disabled', KMS)).not.toBe('fail');
  });

  it('stay out where they name other VPCs', async () => {
    const files = { 'plan.json': plan(off, me), 'hub.json': hub(['vpc-0b000001']) };
    expect(verdictOf(await judged(files, ['hub.json']), 'dns/private-dns-disabled', KMS)).toBe('fail');
  });
});

describe('who is believed', () => {
  const PORT = 'reachability/service-port-not-allowed';
  const rule = (port: number, more = {}) => ({
    ...{ id: 'sgr-0a000001', security_group_id: 'sg-0a000001', ip_protocol: 'tcp', from_port: port, to_port: port },
    ...{ cidr_ipv4: '10.0.0.0/16', ...more },
  });
  const INGRESS = 'aws_vpc_security_group_ingress_rule.https';
  const closed = {
    ...exported(),
    SecurityGroups: [{ VpcId: VPC, OwnerId: ACCOUNT, ...group('sg-0a000001', [tcp(80)]) }],
  };

  it('a rule of the plan in another stack’s group counts', async () => {
    const files = { 'plan.json': plan({ ...made('kms'), [INGRESS]: { after: rule(443) } }), 'd.json': closed };
    expect(verdictOf(await judged({ ...files, 'plan.json': plan(made('kms')) }, ['d.json']), PORT, KMS)).toBe('fail');
    expect(verdictOf(await judged(files, ['d.json']), PORT, KMS)).toBe('pass');
  });

  it('a finding stands in the plan, and the rule it rests on beside it', async () => {
    const open = {
      ...exported(),
      SecurityGroups: [{ VpcId: VPC, OwnerId: ACCOUNT, ...group('sg-0a000001', [tcp(443, '0.0.0.0/0')]) }],
    };
    const { report } = await judged({ 'plan.json': plan(made('kms')), 'd.json': open }, ['d.json']);
    const { location, related } = report.findings.find(({ rule }) => rule === 'reachability/open-ingress')!;
    expect(location.file).toBe('plan.json');
    expect(related.map(({ location: { file } }) => file)).toContain('d.json');
  });

  it.each([
    ['changes', { actions: ['update'], before: rule(443), after: rule(80) }],
    ['takes away', { actions: ['delete'], before: rule(443) }],
  ])('a rule that the plan %s is gone from the group', async (_, change) => {
    const files = { 'plan.json': plan({ ...made('kms'), [INGRESS]: change }), 'd.json': exported() };
    expect(verdictOf(await judged(files, ['d.json']), PORT, KMS)).toBe('fail');
  });

  it('what the plan looked up beats an export; an export beats what a state looked up', async () => {
    const vpc = (hostnames: boolean) => ({ id: VPC, enable_dns_support: true, enable_dns_hostnames: hostnames });
    const attribute = (name: string, value: boolean) => ({ VpcId: VPC, [name]: { Value: value } });
    const files = {
      'plan.json': plan(made('kms')),
      'looked.json': plan(made('kms'), { 'data.aws_vpc.main': vpc(true) }),
      'd/vpc.json': exported(),
      'd/support.json': attribute('EnableDnsSupport', true),
      'd/hostnames.json': attribute('EnableDnsHostnames', false),
      's.json': state({ 'data.aws_vpc.main': vpc(true) }),
      'own.json': state({ 'aws_vpc.main': vpc(true) }),
    };
    const OFF = 'dns/vpc-attributes-off';
    expect(verdictOf(await judged(files, ['d']), OFF, KMS)).toBe('fail');
    expect(verdictOf(await judged(files, ['d', 's.json']), OFF, KMS)).toBe('fail');
    expect(verdictOf(await judged(files, ['d', 'own.json']), OFF, KMS)).toBe('pass');
    expect(verdictOf(await judged(files, ['d'], ['looked.json']), OFF, KMS)).toBe('pass');
  });
});

describe('exports', () => {
  const COMPANION = 'coverage/missing-companion';
  const ECS = 'aws_vpc_endpoint.ecs';

  it('are complete by assumption, and the finding says so with the file', async () => {
    const outcome = await judged({ 'plan.json': plan(made('ecs')), 'd.json': exported() }, ['d.json']);
    expect(verdictOf(outcome, COMPANION, ECS)).toBe('fail');
    const { assumed } = outcome.report.findings.find(({ rule }) => rule === COMPANION)!;
    expect(assumed).toEqual(['d.json: the export holds every endpoint of the account and region']);
  });

  it('are not where they lack what the plan names', async () => {
    const stale = { ...exported([described('vpce-0a000001', 'kms')]), SecurityGroups: [] };
    const outcome = await judged({ 'plan.json': plan(made('ecs', 'kms')), 'd.json': stale }, ['d.json']);
    expect(verdictOf(outcome, COMPANION, ECS)).toBe('undecided');
    expect(verdictOf(outcome, 'dns/private-dns-conflict', KMS)).toBe('fail');
    const { missing } = outcome.report.undecided.find(({ rule }) => rule === COMPANION)!;
    expect(missing.join()).toContain('d.json lacks sg-0a000001, which the input names');
  });

  it('of one call only say nothing of the others, and the reason names what would', async () => {
    const outcome = await judged(
      { 'plan.json': plan(made('ecs')), 'd.json': { VpcEndpoints: exported().VpcEndpoints } },
      ['d.json'],
    );
    expect(verdictOf(outcome, COMPANION, ECS)).toBe('undecided');
    const { settledBy } = (await judged({ 'plan.json': plan(made('ecs')) }, [])).report.undecided.find(
      ({ rule }) => rule === COMPANION,
    )!;
    expect(settledBy.join()).toMatch(/Add the output of `aws ec2 describe-[a-z-]+` for vpc-0a000001 with --context/);
  });

  it('states never are', async () => {
    const network = state({ 'aws_vpc.main': { id: VPC, enable_dns_support: true, enable_dns_hostnames: true } });
    const outcome = await judged({ 'plan.json': plan(made('ecs')), 's.json': network }, ['s.json']);
    expect(verdictOf(outcome, COMPANION, ECS)).toBe('undecided');
  });
});

it('a state does not say since when an endpoint waits: the reason names the output that does, and it settles the check', async () => {
  const waiting = { ...existing('vpce-0a000001', 'kms'), state: 'pendingAcceptance' };
  const files = {
    's.json': state({ [KMS]: waiting }),
    'd.json': exported([
      { ...described('vpce-0a000001', 'kms'), State: 'pendingAcceptance', CreationTimestamp: '2020-01-01T00:00:00Z' },
    ]),
  };
  const { report } = await judged({ 's.json': files['s.json'] }, [], ['s.json']);
  expect(report.undecided.find(({ rule }) => rule === 'availability/dead-endpoint')).toMatchObject({
    missing: ['Terraform does not record when an endpoint was created'],
    settledBy: ['Add the output of `aws ec2 describe-vpc-endpoints` with --context'],
  });
  expect(verdictOf(await judged(files, ['d.json'], ['s.json']), 'availability/dead-endpoint', KMS)).toBe('fail');
});

describe('settings', () => {
  it('sensitive ids stay hidden, in file names as well', async () => {
    const sensitive = { vpc_id: true, subnet_ids: true, security_group_ids: true };
    const changes = {
      [KMS]: { after: endpoint('kms', { subnet_ids: ['subnet-0a000001', 'subnet-0a000003'] }), sensitive },
    };
    const files = {
      'plan.json': plan(changes),
      'd/all.json': exported([described('vpce-0a000001', 'kms')]),
      [`d/describe-vpc-attribute.${VPC}.enableDnsHostnames.json`]: { VpcId: VPC, EnableDnsHostnames: { Value: false } },
    };
    const { report, notes } = await judged(files, ['d']);
    expect(report.findings.some(({ rule }) => rule === 'dns/vpc-attributes-off')).toBe(true);
    const text = JSON.stringify([report, report.findings.map(({ location, related }) => [location, related]), notes]);
    for (const id of [VPC, 'subnet-0a000001', 'subnet-0a000003', 'sg-0a000001']) expect(text).not.toContain(id);
  });

  it('the config names contexts by paths of its directory', async () => {
    const cwd = written({
      'vpce-lint.yaml': 'context: [exports/*.json]\n',
      'exports/d.json': exported([described('vpce-0a000001', 'kms')]),
      'stack/plan.json': plan(made('kms')),
    });
    const outcome = await run({ paths: ['stack/plan.json'], cwd, config: 'vpce-lint.yaml' });
    expect(verdictOf(outcome, 'dns/private-dns-conflict', KMS)).toBe('fail');
  });
});
