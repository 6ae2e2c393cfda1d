import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { is, refName, target } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/gateway-record-type-attributes',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Gateway endpoint sets a DNS record type in a VPC without DNS support or DNS hostnames.',
  why: 'AWS serves these records from a private hosted zone, which requires both DNS attributes of the VPC.',
  ...advise(
    'Set `EnableDnsSupport: true` and `EnableDnsHostnames: true` on the VPC, or set `DnsOptions.DnsRecordIpType: service-defined`.',
  ),
  recipes: {
    cloudformation: `EnableDnsSupport: true # of AWS::EC2::VPC
EnableDnsHostnames: true`,
    terraform: 'enable_dns_support   = true\nenable_dns_hostnames = true',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html'],
  bad: {
    'DNS hostnames off': {
      scene: {
        vpcs: { main: { dnsHostnames: false } },
        endpoints: { s3: { type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' } },
      },
      says: 's3 has the DNS record IP type ipv4, but enableDnsHostnames of its VPC is off',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'both off': {
      scene: {
        vpcs: { main: { dnsSupport: false, dnsHostnames: 'omitted' } },
        endpoints: { s3: { type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' } },
      },
      says: 's3 has the DNS record IP type ipv4, but enableDnsSupport and enableDnsHostnames of its VPC are off',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'both on': {
      scene: { endpoints: { s3: { type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' } } },
    },
    'service-defined records': {
      scene: {
        vpcs: { main: { dnsHostnames: false } },
        endpoints: { s3: { type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'service-defined' } },
      },
    },
    'a VPC that is not in the input': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            vpc: 'vpc-0a1b2c3d4e5f60718',
            routeTables: ['rtb-0a1b2c3d4e5f60718'],
            ipAddressType: 'ipv4',
            dnsRecordIpType: 'ipv4',
          },
        },
      },
      undecidedIn: ['plan', 'state', 'tfstate', 'describe', 'template'],
    },
  },

  check(endpoint) {
    const { type, dnsOptions } = endpoint;
    if (type.known && type.value !== 'Gateway') return notApplicable;
    if (!dnsOptions.known) return undecided(dnsOptions, type);
    const record = dnsOptions.value?.recordIpType;
    const plain = (value: string | null) => value === null || value === 'service-defined' || value === 'not-specified';
    if (!record || (record.known && plain(record.value))) return type.known ? pass : undecided(type);
    if (!type.known || !record.known) return undecided(type, record);
    const vpc = target(endpoint.vpc);
    if (!vpc)
      return undecided(
        endpoint.vpc.is === 'unknown'
          ? endpoint.vpc.because
          : `the DNS attributes of VPC ${refName(endpoint.vpc)} are not in the input`,
      );
    const attributes = { enableDnsSupport: vpc.enableDnsSupport, enableDnsHostnames: vpc.enableDnsHostnames };
    const off = Object.entries(attributes).filter(([, fact]) => is(fact, false));
    if (off.length === 0) {
      if (is(vpc.enableDnsSupport, true) && is(vpc.enableDnsHostnames, true)) return pass;
      return undecided(vpc.enableDnsSupport, vpc.enableDnsHostnames);
    }
    const names = off.map(([name]) => name).join(' and ');
    return fail({
      message: `${nameOf(endpoint)} has the DNS record IP type ${record.value}, but ${names} of its VPC ${off.length === 1 ? 'is' : 'are'} off`,
      at: record.at,
      related: off.map(([name, fact]) => ({ message: `${name} is off`, at: fact.at })),
      evidence: { vpc: vpc.key, recordIpType: record.value, ...Object.fromEntries(off.map(([name]) => [name, false])) },
      ...refused(endpoint),
    });
  },
});
