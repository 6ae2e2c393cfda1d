import { type DnsAttribute, enableFix } from '../../src/ask/dns-attributes.ts';
import { vpcsOfZone, zonesLeadingTo } from '../../src/ask/zones-of-endpoint.ts';
import { takesPrivateDns } from '../../src/aws/index.ts';
import {
  advise,
  defineRule,
  fail,
  nameOf,
  notApplicable,
  pass,
  undecided,
  type Verdict,
} from '../../src/engine/index.ts';
import {
  type Endpoint,
  type Fact,
  type HostedZone,
  is,
  type Network,
  target,
  type Vpc,
} from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/vpc-attributes-off',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint relies on private names in a VPC without DNS support or DNS hostnames.',
  why: 'Private DNS requires both VPC attributes. Without them AWS rejects the endpoint, or its private name does not resolve.',
  ...advise('Set `EnableDnsSupport: true` and `EnableDnsHostnames: true` on the VPC.'),
  recipes: {
    cloudformation: `EnableDnsSupport: true # of AWS::EC2::VPC
EnableDnsHostnames: true # the default is false`,
    terraform: 'enable_dns_support   = true\nenable_dns_hostnames = true',
    cli: 'aws ec2 modify-vpc-attribute --vpc-id vpc-... --enable-dns-hostnames',
  },
  exceptions: ['Private DNS is off, and no private hosted zone of the input has a record for the endpoint.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html',
  ],
  tellsOfContext: true,
  bad: {
    'DNS hostnames off': {
      scene: { vpcs: { main: { dnsHostnames: false } }, endpoints: { sqs: {} } },
      says: 'Private DNS is on for sqs, but enableDnsHostnames of its VPC is off',
    },
    'DNS hostnames not set': {
      scene: { vpcs: { main: { dnsHostnames: 'omitted' } }, endpoints: { sqs: {} } },
      says: 'Private DNS is on for sqs, but enableDnsHostnames of its VPC is off',
    },
    'both off': {
      scene: { vpcs: { main: { dnsSupport: false, dnsHostnames: false } }, endpoints: { sqs: {} } },
      says: 'Private DNS is on for sqs, but enableDnsSupport and enableDnsHostnames of its VPC are off',
    },
    'a hosted zone that does not resolve': {
      scene: {
        vpcs: { main: { dnsHostnames: false } },
        endpoints: { kms: { privateDns: false } },
        hostedZones: {
          'kms.us-east-1.amazonaws.com': { records: { 'kms.us-east-1.amazonaws.com': { endpoint: 'kms' } } },
        },
      },
      says: 'kms needs the hosted zone {kms.us-east-1.amazonaws.com}, but enableDnsHostnames of {main} is off',
    },
    'a hosted zone that does not resolve in another VPC': {
      scene: {
        vpcs: { main: {}, spoke: { dnsSupport: false } },
        routeTables: {
          private: { subnets: ['a', 'b', 'c'], routes: { '10.1.0.0/16': 'transit-gateway' } },
          'spoke-private': {
            vpc: 'spoke',
            subnets: ['spoke-a', 'spoke-b', 'spoke-c'],
            routes: { '10.0.0.0/16': 'transit-gateway' },
          },
        },
        groups: { https: { ingress: [{ cidrs: ['10.0.0.0/15'] }] } },
        endpoints: { kms: { privateDns: false } },
        hostedZones: {
          'kms.us-east-1.amazonaws.com': {
            vpcs: ['main', 'spoke'],
            records: { 'kms.us-east-1.amazonaws.com': { endpoint: 'kms' } },
          },
        },
      },
      says: 'kms needs the hosted zone {kms.us-east-1.amazonaws.com}, but enableDnsSupport of {spoke} is off',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'a hosted zone that resolves': {
      scene: {
        endpoints: { kms: { privateDns: false } },
        hostedZones: {
          'kms.us-east-1.amazonaws.com': { records: { 'kms.us-east-1.amazonaws.com': { endpoint: 'kms' } } },
        },
      },
    },
    'a public hosted zone': {
      scene: {
        vpcs: { main: { dnsHostnames: false } },
        endpoints: { kms: { privateDns: false } },
        hostedZones: { 'example.com': { vpcs: [], records: { 'kms.example.com': { endpoint: 'kms' } } } },
      },
    },
    'both on': { scene: { endpoints: { sqs: {} } } },
    'no private DNS': {
      scene: { vpcs: { main: { dnsHostnames: false } }, endpoints: { dynamodb: { privateDns: false } } },
    },
  },

  check(endpoint, net) {
    const { type, privateDns } = endpoint;
    if (type.known && !takesPrivateDns(type.value)) return notApplicable;
    const own = is(privateDns, false) ? notApplicable : ofPrivateDns(endpoint);
    const others = byZones(endpoint, net, own.verdict === 'fail' ? target(endpoint.vpc) : undefined);
    return own.verdict === 'not-applicable' && others.length > 0 ? others : [own, ...others];
  },
});

/** Whether the private names of an endpoint resolve in its VPC. */
function ofPrivateDns(endpoint: Endpoint): Verdict {
  const { type, privateDns, vpc: ref } = endpoint;
  const vpc = target(ref);
  if (!vpc)
    return undecided(
      privateDns,
      type,
      ref.is === 'unknown' ? ref : `the DNS attributes of VPC ${vpcName(ref)} are not in the input`,
    );
  const off = turnedOff(vpc);
  if (off.length === 0) {
    if (isAnswered(vpc)) return pass;
    return undecided(privateDns, type, vpc.enableDnsSupport, vpc.enableDnsHostnames);
  }
  if (!privateDns.known || !type.known) return undecided(privateDns, type);
  return fail({
    message: `Private DNS is on for ${nameOf(endpoint)}, but ${inWords(off)} of its VPC ${areOff(off)}`,
    at: privateDns.at,
    ...partsOf(vpc, off),
  });
}

type Off = readonly (readonly [DnsAttribute, Fact<boolean>])[];

function turnedOff({ enableDnsSupport, enableDnsHostnames }: Vpc): Off {
  const attributes: Off = [
    ['enableDnsSupport', enableDnsSupport],
    ['enableDnsHostnames', enableDnsHostnames],
  ];
  return attributes.filter(([, fact]) => is(fact, false));
}

/** Whether private names surely resolve in a VPC. */
function isAnswered({ enableDnsSupport, enableDnsHostnames }: Vpc): boolean {
  return is(enableDnsSupport, true) && is(enableDnsHostnames, true);
}

function inWords(off: Off): string {
  return off.map(([name]) => name).join(' and ');
}

function areOff({ length }: Off): string {
  return length === 1 ? 'is off' : 'are off';
}

function partsOf(vpc: Vpc, off: Off) {
  return {
    ...enableFix(
      vpc,
      off.map(([name]) => name),
    ),
    related: off.map(([name, fact]) => ({ message: `${name} is off`, at: fact.at })),
    evidence: { vpc: vpc.key, ...Object.fromEntries(off.map(([name]) => [name, false])) },
  };
}

/** Every other VPC in which a private hosted zone leads to the endpoint and does not resolve. */
function byZones(endpoint: Endpoint, net: Network, told: Vpc | undefined): readonly Verdict[] {
  if (net.hostedZones.length === 0) return [];
  const verdicts = new Map<string, Verdict>();
  for (const { zone, certain } of zonesLeadingTo(endpoint, net)) {
    const { refs, open } = vpcsOfZone(zone);
    if (open !== null && net.vpcs.some((vpc) => !isAnswered(vpc))) verdicts.set(zone.key, undecided(open));
    for (const [ref, surely] of refs) {
      if (ref.is !== 'entity') {
        const why =
          ref.is === 'unknown' ? ref.because : `the DNS attributes of VPC ${vpcName(ref)} are not in the input`;
        verdicts.set(why, undecided(why));
      } else if (!isAnswered(ref.to) && ref.to !== told && verdicts.get(ref.to.key)?.verdict !== 'fail')
        verdicts.set(ref.to.key, unanswered(endpoint, zone, ref.to, certain && surely));
    }
  }
  return [...verdicts.values()];
}

function unanswered(endpoint: Endpoint, zone: HostedZone, vpc: Vpc, certain: boolean): Verdict {
  const off = turnedOff(vpc);
  if (off.length === 0 || !certain || !endpoint.type.known) {
    const { enableDnsSupport, enableDnsHostnames } = vpc;
    const why = certain
      ? undefined
      : `it is not known whether the hosted zone ${zone.key} leads to ${endpoint.key} in ${vpc.key}`;
    return undecided(endpoint.type, enableDnsSupport, enableDnsHostnames, zone.isPrivate, why);
  }
  const { related, evidence, ...fix } = partsOf(vpc, off);
  return fail({
    message: `${nameOf(endpoint)} needs the hosted zone ${zone.key}, but ${inWords(off)} of ${vpc.key} ${areOff(off)}`,
    at: off[0]![1].at,
    why: 'A private hosted zone resolves only in a VPC with both attributes on. Elsewhere its names resolve publicly or not at all.',
    ...fix,
    related: [{ message: 'the hosted zone', at: zone.at }, ...related],
    evidence: { zone: zone.key, ...evidence },
    detail: vpc.key,
  });
}

function vpcName(ref: { readonly is: string; readonly id?: string }): string {
  return ref.id ?? 'of the endpoint';
}
