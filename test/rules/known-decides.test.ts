/** What is known decides: rules about two endpoints have nothing to ask of one that has no other beside it. */
import { describe, expect, it } from 'vitest';
import { bag, type Fact, type Network, unknown } from '../../src/model/index.ts';
import type { Scene, SceneInput } from '../../src/scene/scene.ts';
import { type Changes, changed } from './changed.ts';
import { allRules, judge } from './judge.ts';

const at = { input: 0 };

function verdict(id: string, net: Network): string {
  const rule = allRules.find((one) => one.id === id)!;
  return judge(rule, net).get('aws_vpc_endpoint.one')!.verdict;
}

const ONE: Scene = { endpoints: { one: { service: 'sqs' } } };
const open = (because: string): Fact<never> => unknown(because, at);

/** The endpoint `one`, of which the service, and maybe the type, come from where the plan does not reach. */
function net(scene: Scene, facts: object): Network {
  return changed(scene, 'plan', { endpoints: ({ key }) => (key.endsWith('.one') ? facts : undefined) });
}

const SERVICE = { serviceName: open('it comes from `local.service`') };
const BOTH = { ...SERVICE, type: open('it comes from `local.type`') };

describe('an endpoint to a service that is not known', () => {
  const PARTNER: Readonly<Record<string, Scene>> = {
    'availability/companion-az-mismatch': { endpoints: { ...ONE.endpoints, other: { service: 'ecr.dkr' } } },
    'coverage/deprecated-companion': { endpoints: { ...ONE.endpoints, other: { service: 'ec2messages' } } },
    'coverage/duplicate-endpoint': { endpoints: { ...ONE.endpoints, another: { service: 'sqs', privateDns: false } } },
    'dns/s3-interface-shadows-gateway': { endpoints: { ...ONE.endpoints, other: { service: 's3', type: 'Gateway' } } },
    'transport/companion-ip-type': {
      endpoints: { one: { service: 'sqs', ipAddressType: 'dualstack' }, other: { service: 's3', type: 'Gateway' } },
    },
  };

  it.each(Object.entries(PARTNER))('%s passes where no other is beside it', (id, partner) => {
    const own = { endpoints: { one: partner.endpoints!.one! } };
    expect([SERVICE, BOTH].map((facts) => verdict(id, net(own, facts)))).toEqual(['pass', 'pass']);
    expect([SERVICE, BOTH].map((facts) => verdict(id, net(partner, facts)))).toEqual(['undecided', 'undecided']);
  });

  it('has a partner to doubt where others may be in its VPC', () => {
    const elsewhere = (vpc: object) =>
      changed(PARTNER['coverage/duplicate-endpoint']!, 'plan', {
        endpoints: ({ key }) => (key.endsWith('.one') ? SERVICE : { vpc }),
      });
    expect(verdict('coverage/duplicate-endpoint', elsewhere({ is: 'unknown', because: 'x', at }))).toBe('undecided');
    expect(verdict('coverage/duplicate-endpoint', elsewhere({ is: 'id', id: 'vpc-0f', at }))).toBe('undecided');
    const two: Scene = {
      vpcs: { main: {}, other: {} },
      endpoints: { ...ONE.endpoints, far: { service: 'sqs', vpc: 'other' } },
    };
    expect(verdict('coverage/duplicate-endpoint', net(two, SERVICE))).toBe('pass');
  });

  it('dns/s3-record-type-mismatch passes where no other is beside it', () => {
    const s3: Scene = { endpoints: { one: { service: 's3', onlyInboundResolver: true } } };
    const both: Scene = {
      endpoints: { ...s3.endpoints, other: { service: 's3', type: 'Gateway', dnsRecordIpType: 'dualstack' } },
    };
    expect(verdict('dns/s3-record-type-mismatch', net(s3, SERVICE))).toBe('pass');
    expect(verdict('dns/s3-record-type-mismatch', net(s3, { dnsOptions: open('x') }))).toBe('pass');
    expect(verdict('dns/s3-record-type-mismatch', net(both, SERVICE))).toBe('undecided');
  });

  it('dns/dynamodb-zone-override passes where no record leads to it', () => {
    const zone: Scene = {
      ...ONE,
      hostedZones: {
        z: {
          domain: 'dynamodb.us-east-1.amazonaws.com',
          records: { 'dynamodb.us-east-1.amazonaws.com': { endpoint: 'one' } },
        },
      },
    };
    expect(verdict('dns/dynamodb-zone-override', net(ONE, SERVICE))).toBe('pass');
    expect(verdict('dns/dynamodb-zone-override', net(zone, SERVICE))).toBe('fail');
  });

  it('coverage/repeated-across-vpcs passes where endpoints are in too few VPCs', () => {
    const names = ['main', 'b', 'c', 'd', 'e', 'f'];
    const hub = (n: number): Scene => ({
      vpcs: Object.fromEntries(names.slice(0, n).map((vpc) => [vpc, {}])),
      routeTables: Object.fromEntries(
        names.slice(0, n).map((vpc) => [`t${vpc}`, { vpc, routes: { '10.200.0.0/16': 'transit-gateway' as const } }]),
      ),
      endpoints: Object.fromEntries(
        names.slice(0, n).map((vpc, i) => [i === 0 ? 'one' : vpc, { service: 'sqs', vpc }]),
      ),
    });
    const id = 'coverage/repeated-across-vpcs';
    const without = (scene: Scene) => verdict(id, net(scene, SERVICE));
    const few = Array.from({ length: 6 }, (_, i) => without(hub(i + 1)));
    expect(few[0]).toBe('pass');
    expect(few).toContain('undecided');
    expect(verdict(id, net(hub(1), BOTH))).toBe('pass');
  });

  it('transport/zonal-name-used passes where no record leads to it', () => {
    const id = 'transport/zonal-name-used';
    expect(verdict(id, net(ONE, BOTH))).toBe('pass');
    const zone: Scene = {
      ...ONE,
      hostedZones: { z: { domain: 'example.com', records: { 'q.example.com': { endpoint: 'one', zone: 'a' } } } },
    };
    expect(verdict(id, net(zone, BOTH))).toBe('undecided');
  });

  it('routing/gateway-transit-clients passes where nothing leads to other networks', () => {
    const id = 'routing/gateway-transit-clients';
    const transit: Scene = {
      ...ONE,
      routeTables: { away: { subnets: ['c'], routes: { '10.9.0.0/16': 'transit-gateway' } } },
    };
    expect(verdict(id, net(ONE, BOTH))).toBe('pass');
    expect(verdict(id, net(transit, BOTH))).toBe('undecided');
  });
});

describe('a gateway endpoint', () => {
  const judged = (id: string, scene: Scene, changes: Changes = {}, input: SceneInput = 'describe') => {
    const rule = allRules.find((one) => one.id === id)!;
    const network = changed(scene, input, changes);
    const gateway = network.endpoints.find(({ type }) => type.known && type.value === 'Gateway')!;
    return judge(rule, network).get(gateway.key)!.verdict;
  };
  const GATEWAY: Scene = { endpoints: { s3: { type: 'Gateway' } } };
  const none: Changes = { endpoints: () => ({ routeTables: bag([], at) }) };

  it.each(['reachability/gateway-client-egress', 'reachability/nacl-blocks-return', 'routing/gateway-transit-clients'])(
    'in no route table is used by nobody: %s has nothing to judge',
    (id) => {
      const hidden = { complete: { value: () => ({ complete: false, because: 'x' }) } };
      const cut = (changes: Changes) => {
        const network = changed(GATEWAY, 'describe', changes);
        return Object.create(network, hidden) as Network;
      };
      const rule = allRules.find((one) => one.id === id)!;
      const verdictOf = (network: Network) => [...judge(rule, network).values()][0]!.verdict;
      expect(judged(id, GATEWAY, none)).toBe('not-applicable');
      expect(verdictOf(cut(none))).toBe('not-applicable');
      expect(verdictOf(cut({ endpoints: () => ({ routeTables: bag([], at, { open: 'x' }) }) }))).toBe('undecided');
    },
  );

  it('beside an interface endpoint of its service needs no look at other networks', () => {
    const id = 'routing/gateway-transit-clients';
    const both: Scene = { endpoints: { s3: { type: 'Gateway' }, s3i: { service: 's3', privateDns: false } } };
    const routes: Changes = {
      routeTables: () => ({ routes: bag([], at, { open: 'its routes are not in the input' }) }),
    };
    expect(judged(id, GATEWAY, routes)).toBe('undecided');
    expect(judged(id, both, routes)).toBe('pass');
  });
});
