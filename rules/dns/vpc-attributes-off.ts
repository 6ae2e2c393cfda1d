import { takesPrivateDns } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, target } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/vpc-attributes-off',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Private DNS is on in a VPC without DNS support or DNS host names.',
  why: 'Private DNS needs both attributes of the VPC: without them AWS refuses the endpoint, or its private name is not answered.',
  fix: 'Turn `enableDnsSupport` and `enableDnsHostnames` of the VPC on.',
  recipes: {
    cloudformation: `EnableDnsSupport: true # of AWS::EC2::VPC
EnableDnsHostnames: true # false where it is left out`,
    terraform: 'enable_dns_support   = true\nenable_dns_hostnames = true',
    cli: 'aws ec2 modify-vpc-attribute --vpc-id vpc-... --enable-dns-hostnames',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html'],
  tellsOfContext: true,
  bad: {
    'host names off': {
      scene: { vpcs: { main: { dnsHostnames: false } }, endpoints: { sqs: {} } },
      says: 'sqs has private DNS on, but enableDnsHostnames of its VPC is off',
    },
    'host names left out': {
      scene: { vpcs: { main: { dnsHostnames: 'omitted' } }, endpoints: { sqs: {} } },
      says: 'sqs has private DNS on, but enableDnsHostnames of its VPC is off',
    },
    'both off': {
      scene: { vpcs: { main: { dnsSupport: false, dnsHostnames: false } }, endpoints: { sqs: {} } },
      says: 'sqs has private DNS on, but enableDnsSupport and enableDnsHostnames of its VPC are off',
    },
  },
  good: {
    'both on': { scene: { endpoints: { sqs: {} } } },
    'no private DNS': {
      scene: { vpcs: { main: { dnsHostnames: false } }, endpoints: { dynamodb: { privateDns: false } } },
    },
  },

  check(endpoint) {
    const { type, privateDns } = endpoint;
    if (is(privateDns, false)) return notApplicable;
    if (type.known && !takesPrivateDns(type.value)) return notApplicable;
    const vpc = target(endpoint.vpc);
    if (!vpc)
      return undecided(
        privateDns,
        type,
        endpoint.vpc.is === 'unknown'
          ? endpoint.vpc
          : `the DNS attributes of VPC ${vpcName(endpoint.vpc)} are not in the input`,
      );
    const attributes = { enableDnsSupport: vpc.enableDnsSupport, enableDnsHostnames: vpc.enableDnsHostnames };
    const off = Object.entries(attributes).filter(([, fact]) => is(fact, false));
    if (off.length === 0) {
      if (is(vpc.enableDnsSupport, true) && is(vpc.enableDnsHostnames, true)) return pass;
      return undecided(privateDns, type, vpc.enableDnsSupport, vpc.enableDnsHostnames);
    }
    if (!privateDns.known || !type.known) return undecided(privateDns, type);
    const names = off.map(([name]) => name).join(' and ');
    return fail({
      message: `${nameOf(endpoint)} has private DNS on, but ${names} of its VPC ${off.length === 1 ? 'is' : 'are'} off`,
      at: privateDns.at,
      related: off.map(([name, fact]) => ({ message: `${name} is off`, at: fact.at })),
      evidence: { vpc: vpc.key, ...Object.fromEntries(off.map(([name]) => [name, false])) },
    });
  },
});

function vpcName(ref: { readonly is: string; readonly id?: string }): string {
  return ref.id ?? 'of the endpoint';
}
