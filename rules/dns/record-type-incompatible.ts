import { isServiceUnknown, serviceFacts } from '../../src/aws/index.ts';
import { table } from '../../src/base/table.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import type { Endpoint, Network } from '../../src/model/index.ts';

/** DNS record types AWS allows, by type of endpoint and its address type. */
const ALLOWED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = table({
  Interface: table({
    ipv4: ['ipv4'],
    ipv6: ['ipv6'],
    dualstack: ['dualstack', 'ipv4', 'ipv6', 'service-defined'],
  }),
  Gateway: table({
    ipv4: ['ipv4', 'service-defined'],
    ipv6: ['ipv6', 'service-defined'],
    dualstack: ['dualstack', 'ipv4', 'ipv6', 'service-defined'],
  }),
});

export default defineRule({
  id: 'dns/record-type-incompatible',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'DNS record type does not fit the address type of the endpoint.',
  why: 'Records for addresses that the endpoint does not have lead nowhere: AWS refuses the combination.',
  fix: 'Take a record type that the address type allows, or leave the record type out.',
  recipes: {
    cloudformation: `DnsOptions:
  DnsRecordIpType: ipv4`,
    terraform: 'dns_options {\n  dns_record_ip_type = "ipv4"\n}',
  },
  exceptions: ['The record type is left out: AWS takes one that fits.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html',
    'https://docs.aws.amazon.com/workspaces/latest/adminguide/creating-streaming-vpc-endpoints.html',
  ],
  refusedByAws: true,
  bad: {
    'dual stack records of an IPv4 interface': {
      scene: { endpoints: { sqs: { ipAddressType: 'ipv4', dnsRecordIpType: 'dualstack' } } },
      says: 'sqs is ipv4, but its DNS records are dualstack: only ipv4 records fit',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'IPv6 records of an IPv4 gateway': {
      scene: { endpoints: { s3: { type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'ipv6' } } },
      says: 's3 is ipv4, but its DNS records are ipv6: only ipv4 and service-defined records fit',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'a DynamoDB gateway has service-defined records only': {
      scene: { endpoints: { dynamodb: { type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' } } },
      says: 'dynamodb is ipv4, but its DNS records are ipv4: only service-defined records fit',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'WorkSpaces streaming has no dual stack records': {
      scene: {
        vpcs: { main: { ipv6: true } },
        subnets: { a: { ipv6: true }, b: { ipv6: true } },
        groups: { streaming: { ingress: [443, 4195].flatMap((port) => streamingRules(port)) } },
        endpoints: {
          highlander: { ipAddressType: 'dualstack', dnsRecordIpType: 'dualstack', groups: ['streaming'] },
        },
      },
      says: 'highlander is dualstack, but its DNS records are dualstack: only ipv4 and ipv6 records fit',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'IPv4 both': { scene: { endpoints: { sqs: { ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' } } } },
    'IPv4 records of a dual stack interface': {
      scene: { endpoints: { sqs: { ipAddressType: 'dualstack', dnsRecordIpType: 'ipv4' } } },
    },
    'left to AWS': { scene: { endpoints: { sqs: { ipAddressType: 'ipv4' } } } },
    'a service-defined gateway': {
      scene: { endpoints: { dynamodb: { type: 'Gateway', dnsRecordIpType: 'service-defined' } } },
    },
    'the address type left to AWS': {
      scene: { endpoints: { sqs: { dnsRecordIpType: 'dualstack' } } },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
  },

  check(endpoint, net) {
    const { type, ipAddressType, dnsOptions } = endpoint;
    if (type.known && !Object.hasOwn(ALLOWED, type.value)) return notApplicable;
    if (!dnsOptions.known) return undecided(dnsOptions, type);
    const record = dnsOptions.value?.recordIpType;
    if (!record || (record.known && (record.value === null || record.value === 'not-specified'))) return pass;
    if (!type.known || !record.known || isServiceUnknown(endpoint))
      return undecided(type, record, endpoint.serviceName);
    const value = record.value!;
    const ofService = allowedByService(endpoint, net);
    const byAddress = ALLOWED[type.value]!;
    const address = ipAddressType.known && ipAddressType.value !== 'not-specified' ? ipAddressType.value : null;
    if (address !== null && byAddress[address] === undefined)
      return undecided(`\`${address}\` is no known address type`);
    const fits = (list: readonly string[] | null | undefined) => list?.includes(value) ?? true;
    if (fits(ofService) && address === null) {
      if (Object.values(byAddress).every(fits)) return pass;
      return undecided(ipAddressType, 'the address type is left to AWS, which takes it from the subnets');
    }
    const ofAddress = address === null ? null : byAddress[address];
    if (fits(ofService) && fits(ofAddress)) return pass;
    const allowed = ofService?.filter((one) => ofAddress?.includes(one) ?? true) ?? ofAddress ?? [];
    return fail({
      message: `${nameOf(endpoint)} is ${address ?? type.value}, but its DNS records are ${value}: only ${allowed.join(' and ')} records fit`,
      at: record.at,
      evidence: { ipAddressType: address, recordIpType: value, allowed },
      ...refused(endpoint),
    });
  },
});

/** Record types that a service has of its own; null where it takes what others do. */
function allowedByService(endpoint: Endpoint, net: Network): readonly string[] | null {
  const service = serviceFacts(net, endpoint)?.table;
  if (endpoint.type.known && endpoint.type.value === 'Gateway' && service?.key === 'dynamodb')
    return ['service-defined'];
  return service?.dnsRecordIpTypes ?? null;
}

/** What WorkSpaces streaming needs, over both protocols. */
function streamingRules(port: number) {
  return ['tcp', 'udp'].map((protocol) => ({ protocol, port, cidrs: ['vpc', 'fd00::/8'] }));
}
