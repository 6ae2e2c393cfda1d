import { rivalsOf } from '../../src/ask/names.ts';
import { privateNames, shareName } from '../../src/ask/private-names.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { is } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/private-dns-conflict',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Two endpoints of one VPC claim the same private DNS name.',
  why: 'A name can be private once in a VPC: AWS refuses the second endpoint with "conflicting DNS domain".',
  fix: 'Keep one endpoint with subnets in several zones, or turn private DNS off on all but one.',
  recipes: {
    cloudformation: 'PrivateDnsEnabled: false # on all but one of them',
    terraform: 'private_dns_enabled = false # on all but one of them',
  },
  exceptions: ['Endpoints in different VPCs.', 'Gateway endpoints, which have no private name.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
  ],
  refusedByAws: true,
  assumes: ['an endpoint in the same VPC that the input does not show'],
  bad: {
    'one service twice': {
      scene: { endpoints: { one: { service: 'kms' }, two: { service: 'kms' } } },
      subject: 'one',
      alsoOn: ['two'],
      says: 'kms has private DNS on, and so has {two} in the same VPC',
      level: 'error',
      inputs: ['plan', 'template'],
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
