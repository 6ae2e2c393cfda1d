import { serviceFacts } from '../../src/aws/index.ts';
import { privateNames, shareName } from '../../src/engine/ask/private-names.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { type Endpoint, inVpc, is, type Network } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/private-dns-conflict',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Two endpoints of one VPC claim the same private DNS name.',
  why: 'A name can be private once in a VPC: AWS refuses the second endpoint with "conflicting DNS domain".',
  fix: 'Keep one endpoint with subnets in several zones, or turn private DNS off on all but one.',
  recipes: { terraform: 'private_dns_enabled = false # on all but one of them' },
  exceptions: ['Endpoints in different VPCs.', 'Gateway endpoints, which have no private name.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
  ],
  needs: ['type', 'serviceName', 'privateDns', 'vpc'],
  assumes: ['an endpoint in the same VPC that the input does not show'],
  bad: {
    'one service twice': {
      scene: { endpoints: { one: { service: 'kms' }, two: { service: 'kms' } } },
      subject: 'one',
      alsoOn: ['two'],
      says: 'kms has private DNS on, and so has aws_vpc_endpoint.two in the same VPC',
      saysIn: { describe: 'kms has private DNS on, and so has {two} in the same VPC' },
      level: 'error',
      inputs: ['plan'],
    },
  },
  good: {
    'one of two has private DNS': {
      scene: { endpoints: { one: { service: 'kms' }, two: { service: 'kms', privateDns: false } } },
      subject: 'one',
    },
    'two VPCs': {
      scene: {
        vpcs: { main: {}, other: {} },
        subnets: { oa: { vpc: 'other', zone: 'a' }, ob: { vpc: 'other', zone: 'b' } },
        groups: { 'https-other': { vpc: 'other', ingress: [{}] } },
        endpoints: {
          one: { service: 'kms' },
          two: { service: 'kms', vpc: 'other', subnets: ['oa', 'ob'], groups: ['https-other'] },
        },
      },
      subject: 'one',
    },
  },

  check(endpoint, net) {
    const { privateDns, type } = endpoint;
    if (is(privateDns, false) || (type.known && type.value !== 'Interface')) return notApplicable;
    const names = privateNames(endpoint, net);
    if (!names) return endpoint.serviceName.known ? notApplicable : undecided(endpoint.serviceName);
    const rivals = rivalsOf(endpoint, names, net);
    if (rivals.sure.length === 0 && rivals.maybe.length === 0) return pass;
    const rival = rivals.sure[0];
    if (!rival || !privateDns.known || !type.known) {
      const other = rival ?? rivals.maybe[0]!;
      return undecided(
        privateDns,
        type,
        other.privateDns,
        other.serviceName,
        `whether ${other.key} is in the same VPC and has private DNS on is not known`,
      );
    }
    return fail({
      message: `${nameOf(endpoint)} has private DNS on, and so has ${rival.key} in the same VPC`,
      at: privateDns.at,
      related: rivals.sure.map((other) => ({ message: `${other.key} claims the name, too`, at: other.privateDns.at })),
      evidence: {
        name: shareName(names, privateNames(rival, net) ?? []),
        endpoints: [endpoint.key, ...rivals.sure.map((r) => r.key)],
      },
      ...refused(endpoint),
    });
  },
});

/** Endpoints that claim one of the names in the same VPC, and those that may. */
function rivalsOf(endpoint: Endpoint, names: readonly string[], net: Network): { sure: Endpoint[]; maybe: Endpoint[] } {
  const there = claimants(net, endpoint);
  const sure: Endpoint[] = [];
  const maybe: Endpoint[] = [];
  for (const [list, same] of [
    [there.sure, true],
    [there.maybe, false],
  ] as const) {
    for (const other of list) {
      if (other === endpoint) continue;
      const theirs = privateNames(other, net);
      if (theirs && !shareName(names, theirs)) continue;
      const certain = same && theirs !== undefined && is(other.privateDns, true) && is(other.type, 'Interface');
      (certain ? sure : maybe).push(other);
    }
  }
  return { sure, maybe };
}

/** Endpoints of the VPC that may have private DNS on. */
function claimants(net: Network, endpoint: Endpoint): { sure: readonly Endpoint[]; maybe: readonly Endpoint[] } {
  const { sure, maybe } = inVpc(net.endpoints, endpoint.vpc);
  const may = (e: Endpoint) =>
    !is(e.privateDns, false) &&
    (!e.type.known || e.type.value === 'Interface') &&
    serviceFacts(net, e)?.privateDns.value !== false;
  return { sure: sure.filter(may), maybe: maybe.filter(may) };
}
