/** Faults that a plan causes in endpoints of other stacks. */
import { describe, expect, it } from 'vitest';
import { run } from '../../src/run.ts';
import { type Change, described, endpoint, exported, judged, plan, state, VPC, written } from './support.ts';

const OTHER = 'vpce-0a000001';
const vpc = (hostnames: boolean) => ({
  id: VPC,
  cidr_block: '10.0.0.0/16',
  enable_dns_support: true,
  enable_dns_hostnames: hostnames,
});
const turnedOff = { 'aws_vpc.main': { actions: ['update'], before: vpc(true), after: vpc(false) } };
const ofRule = {
  id: 'sgr-0a000001',
  security_group_rule_id: 'sgr-0a000001',
  security_group_id: 'sg-0a000001',
  ip_protocol: 'tcp',
  from_port: 443,
  to_port: 443,
  cidr_ipv4: '10.0.0.0/16',
};
const RULE = 'aws_vpc_security_group_ingress_rule.https';
const both = ['subnet-0a000001', 'subnet-0a000002'];
const there = (more: object = {}) => described(OTHER, 'kms', { SubnetIds: both, IpAddressType: 'ipv4', ...more });
const beside = (changes: Readonly<Record<string, Change>>, document: object = exported([there()])) =>
  judged({ 'plan.json': plan(changes), 'd.json': document }, ['d.json']);

describe('a plan breaks an endpoint of another stack', () => {
  it('by DNS attributes of the VPC: told of the VPC, at the plan’s line', async () => {
    const { report, judged: isJudged } = await beside(turnedOff);
    expect(report.findings).toMatchObject([
      {
        rule: 'dns/vpc-attributes-off',
        subject: { kind: 'vpc', address: 'aws_vpc.main', id: VPC },
        message: `This change breaks ${OTHER}, which it does not manage: Private DNS is on for kms, but enableDnsHostnames of its VPC is off`,
        location: { file: 'plan.json' },
        related: [{ location: { file: 'd.json' } }],
        evidence: { endpoint: OTHER },
      },
    ]);
    expect(report.endpoints).toEqual([]);
    expect(report.undecided).toEqual([]);
    expect(isJudged).toBe(true);
  });

  it.each([
    ['takes out', { [RULE]: { actions: ['delete'], before: ofRule } }],
    ['changes', { [RULE]: { actions: ['update'], before: ofRule, after: { ...ofRule, from_port: 80, to_port: 80 } } }],
  ])('by a rule that it %s of a group of another stack', async (_, changes) => {
    const { report } = await beside(changes);
    const [finding, ...more] = report.findings.filter(({ rule }) => rule === 'reachability/service-port-not-allowed');
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      subject: { kind: 'vpc', address: null, id: VPC },
      location: { file: 'plan.json', pointer: expect.stringMatching('^/resource_changes/0') },
    });
  });

  it('by its own group', async () => {
    const admits = { protocol: 'tcp', from_port: 443, to_port: 443, cidr_blocks: ['10.0.0.0/16'], self: false };
    const group = { id: 'sg-0a000001', name: 'https', vpc_id: VPC, egress: [] };
    const before = { ...group, ingress: [admits] };
    const { report } = await beside({
      'aws_security_group.https': { actions: ['update'], before, after: { ...group, ingress: [] } },
    });
    expect(report.findings).toMatchObject([
      {
        rule: 'reachability/service-port-not-allowed',
        subject: { kind: 'vpc', id: VPC },
        location: { file: 'plan.json' },
      },
    ]);
  });

  it('that a state shows', async () => {
    const own = endpoint('kms', { id: OTHER, state: 'available' });
    const { report } = await beside(turnedOff, state({ 'aws_vpc_endpoint.other': own }));
    expect(report.findings.map(({ rule, subject }) => [rule, subject.address])).toEqual([
      ['dns/vpc-attributes-off', 'aws_vpc.main'],
    ]);
  });

  it('and so it is new in --changed', async () => {
    const cwd = written({ 'plan.json': plan(turnedOff), 'd.json': exported([there()]) });
    const { report } = await run({ paths: ['plan.json'], context: ['d.json'], cwd, config: false, changed: true });
    expect(report.findings.map(({ rule }) => rule)).toEqual(['dns/vpc-attributes-off']);
  });

  it('by its id once where it is sensitive', async () => {
    const changes = { 'aws_vpc.main': { ...turnedOff['aws_vpc.main'], sensitive: { id: true } } };
    const outcome = await beside(changes);
    expect(outcome.report.findings).toHaveLength(1);
    expect(JSON.stringify(outcome.report)).not.toContain(VPC);
  });
});

describe('it is not the plan', () => {
  it.each([
    ['where it was broken before', { 'aws_vpc.main': { actions: ['no-op'], before: vpc(false), after: vpc(false) } }],
    ['where nothing changes', { 'aws_vpc.main': { actions: ['no-op'], before: vpc(true), after: vpc(true) } }],
    [
      'that destroys the endpoint',
      {
        ...turnedOff,
        'aws_vpc_endpoint.old': { actions: ['delete'], before: endpoint('kms', { id: OTHER }) },
      },
    ],
  ])('%s', async (_, changes) => {
    expect((await beside(changes)).report.findings.filter(({ rule }) => rule.startsWith('dns/'))).toEqual([]);
  });

  it.each([
    ['without private DNS', there({ PrivateDnsEnabled: false })],
    ['that is rejected', there({ State: 'rejected' })],
    ['that another service looks after', there({ RequesterManaged: true })],
  ])('nor is an endpoint broken %s', async (_, other) => {
    expect((await beside(turnedOff, exported([other]))).report.findings).toEqual([]);
  });
});
