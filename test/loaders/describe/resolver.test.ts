import { describe, expect, test } from 'vitest';
import { forwards } from '../../../src/ask/names.ts';
import { type DescribeFile, readDescribe } from '../../../src/loaders/describe/index.ts';
import type { Bag, Network, Ref, Vpc } from '../../../src/model/index.ts';
import { files, network, only, row, told } from './support.ts';

const VPC = 'vpc-0aaaaaaaaaaaaaaa1';
const vpcs = { Vpcs: [{ VpcId: VPC, OwnerId: '111122223333', CidrBlock: '10.0.0.0/16' }] };

function ids({ sure, maybe, open }: Bag<Ref<Vpc>>) {
  const name = (ref: Ref<Vpc>) => (ref.is === 'entity' ? ref.to.key : ref.is === 'id' ? ref.id : '?');
  return { sure: sure.map(name), maybe: maybe.map(name), open };
}

function rule(id: string, DomainName: string, RuleType = 'FORWARD') {
  return { Id: id, DomainName, RuleType, Status: 'COMPLETE', OwnerId: '111122223333' };
}

function associated(rule: string, Status = 'COMPLETE') {
  return { Id: `assoc-${rule}-${Status}`, ResolverRuleId: rule, VPCId: VPC, Status };
}

function resolver(ResolverRules: object[], ResolverRuleAssociations: object[]): Network {
  return network(vpcs, { ResolverRules }, { ResolverRuleAssociations });
}

const here: Ref<Vpc> = { is: 'id', id: VPC, at: { input: 0 } };

describe('rules of the resolver', () => {
  test('only associations in force count', () => {
    const net = resolver(
      [rule('r-1', 'Example.com.')],
      ['COMPLETE', 'CREATING', 'DELETING', 'FAILED', 'OVERRIDDEN'].map((status) => ({
        ...associated('r-1', status),
        VPCId: `vpc-${status.toLowerCase()}`,
      })),
    );
    expect(told(net.resolverRules[0]!.domain)).toBe('example.com');
    expect(ids(net.resolverRules[0]!.vpcs)).toEqual({ sure: ['vpc-complete'], maybe: ['vpc-creating'], open: null });
  });

  test('the rule for every name that each VPC has forwards nothing; one of the same name by a person does', () => {
    const own = resolver(
      [rule('rslvr-autodefined-rr-internet-resolver', '.', 'RECURSIVE')],
      [associated('rslvr-autodefined-rr-internet-resolver')],
    );
    expect(told(own.resolverRules[0]!.domain)).toBe('');
    expect(forwards('kms.us-east-1.amazonaws.com', here, own)).toBe(false);
    const all = resolver([rule('r-1', '.')], [associated('r-1')]);
    expect(forwards('kms.us-east-1.amazonaws.com', here, all)).toBe(true);
    const but = resolver(
      [rule('r-1', '.'), rule('r-2', 'amazonaws.com.', 'SYSTEM')],
      [associated('r-1'), associated('r-2')],
    );
    expect(forwards('kms.us-east-1.amazonaws.com', here, but)).toBe(false);
  });

  test('a delegation rule has no domain and forwards no name by itself', () => {
    const { DomainName: _, ...delegate } = { ...rule('r-1', '', 'DELEGATE'), DelegationRecord: 'ns.example.com.' };
    expect(forwards('kms.us-east-1.amazonaws.com', here, resolver([delegate], [associated('r-1')]))).toBe(false);
  });

  test("another account's rule that only an association names may forward anything", () => {
    expect(forwards('kms.us-east-1.amazonaws.com', here, resolver([], [associated('r-9')]))).toEqual({
      because: 'the rule is not in the input. Add the output of `aws route53resolver list-resolver-rules`',
    });
  });
});

function live(unread: Record<string, string>, ...documents: object[]): Network {
  const reading = { account: '111122223333', region: 'us-east-1', unread: new Map(Object.entries(unread)) };
  return only(readDescribe(files(...documents).map((file): DescribeFile => ({ ...file, reading }))));
}

test('where a live read was refused the rules, there may be any; an export may leave them out', () => {
  const refused = live({ 'route53resolver list-resolver-rules': 'not allowed' }, vpcs, {
    ResolverRuleAssociations: [],
  });
  expect(forwards('kms.us-east-1.amazonaws.com', here, refused)).toEqual({
    because: 'route53resolver list-resolver-rules: not allowed',
  });
  expect(network(vpcs).resolverRules).toEqual([]);
});

describe('profiles', () => {
  const associations = { ProfileAssociations: [{ Id: 'a-1', ProfileId: 'rp-1', ResourceId: VPC, Status: 'COMPLETE' }] };
  const holding = (...arns: string[]) => ({
    ProfileResourceAssociations: arns.map((ResourceArn, i) => ({
      Id: `h-${i}`,
      ProfileId: 'rp-1',
      ResourceArn,
      Status: 'COMPLETE',
    })),
  });
  const zone = { HostedZone: { Id: '/hostedzone/Z0123456789A', Name: 'kms.us-east-1.amazonaws.com.' }, VPCs: [] };

  test('hold zones that the input describes', () => {
    const net = network(vpcs, associations, holding('arn:aws:route53:::hostedzone/Z0123456789A'), zone);
    const [profile] = net.dnsProfiles;
    expect(ids(profile!.vpcs)).toEqual({ sure: [VPC], maybe: [], open: null });
    expect(profile!.zones).toMatchObject({ sure: [{ is: 'entity', to: { key: 'Z0123456789A' } }], open: null });
  });

  test.each<[string, object[], RegExp]>([
    ['a zone that it does not', [holding('arn:aws:route53:::hostedzone/Z0123456789A')], /get-hosted-zone --id Z01/],
    [
      'a resolver rule',
      [holding(`arn:aws:route53resolver:us-east-1:111122223333:resolver-rule/rslvr-rr-1`)],
      /something other than/,
    ],
    ['nobody says what', [], /what profile rp-1 holds is not in the input/],
  ])('%s: they may answer anything', (_, documents, because) => {
    expect(network(vpcs, associations, ...documents).dnsProfiles[0]!.zones.open).toMatch(because);
  });

  test('hold endpoints of the input; of another nobody knows which names it answers', () => {
    const arn = 'arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/';
    const held = (id: string) =>
      network(vpcs, associations, holding(`${arn}${id}`), { VpcEndpoints: [row()] }).dnsProfiles[0]!.endpoints;
    const { VpcEndpointId: id } = row() as { VpcEndpointId: string };
    expect(held(id)).toMatchObject({ sure: [{ is: 'entity', to: { key: id } }], open: null });
    expect(held('vpce-0123').open).toBe('vpce-0123, which a profile holds, is not in the input');
  });

  test('where a live read was refused them, there may be any', () => {
    const [any] = live({ 'route53profiles list-profile-associations': 'not allowed' }, vpcs).dnsProfiles;
    expect(any!.vpcs.open).toBe('route53profiles list-profile-associations: not allowed');
    expect(any!.zones.open).toBe(any!.vpcs.open);
  });
});
