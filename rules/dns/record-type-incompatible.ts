import { isServiceUnknown, serviceFacts } from '../../src/aws/index.ts';
import { table } from '../../src/base/table.ts';
import { series } from '../../src/base/words.ts';
import { advise, defineRule, fail, nameOf, notApplicable, ofService, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import type { Endpoint, Network } from '../../src/model/index.ts';

/** DNS record IP types that AWS allows, by endpoint type and IP address type. */
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
  summary: 'DNS record IP type does not fit the IP address type of the endpoint.',
  why: 'AWS rejects records for addresses that the endpoint does not have.',
  ...advise('Set `DnsOptions.DnsRecordIpType` to a type that fits, or omit it.'),
  recipes: {
    cloudformation: `DnsOptions:
  DnsRecordIpType: ipv4`,
    terraform: 'dns_options {\n  dns_record_ip_type = "ipv4"\n}',
  },
  exceptions: ['Without a DNS record IP type AWS chooses one that fits.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html',
    'https://docs.aws.amazon.com/workspaces/latest/adminguide/creating-streaming-vpc-endpoints.html',
  ],
  refusedByAws: true,
  bad: {
    'dualstack records for an IPv4 interface endpoint': {
      scene: { endpoints: { sqs: { ipAddressType: 'ipv4', dnsRecordIpType: 'dualstack' } } },
      says: 'sqs (ipv4) does not support the DNS record IP type dualstack, only ipv4',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'IPv6 records for an IPv4 gateway endpoint': {
      scene: { endpoints: { s3: { type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'ipv6' } } },
      says: 's3 (ipv4) does not support the DNS record IP type ipv6, only ipv4 and service-defined',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'a DynamoDB gateway endpoint supports only service-defined records': {
      scene: { endpoints: { dynamodb: { type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' } } },
      says: 'dynamodb (ipv4) does not support the DNS record IP type ipv4, only service-defined',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'WorkSpaces streaming does not support dualstack records': {
      scene: {
        vpcs: { main: { ipv6: true } },
        subnets: { a: { ipv6: true }, b: { ipv6: true } },
        groups: { streaming: { ingress: [443, 4195].flatMap((port) => streamingRules(port)) } },
        endpoints: {
          highlander: { ipAddressType: 'dualstack', dnsRecordIpType: 'dualstack', groups: ['streaming'] },
        },
      },
      says: 'highlander (dualstack) does not support the DNS record IP type dualstack, only ipv4 and ipv6',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'IPv4 for both': { scene: { endpoints: { sqs: { ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' } } } },
    'IPv4 records for a dualstack interface endpoint': {
      scene: { endpoints: { sqs: { ipAddressType: 'dualstack', dnsRecordIpType: 'ipv4' } } },
    },
    'no DNS record IP type': { scene: { endpoints: { sqs: { ipAddressType: 'ipv4' } } } },
    'service-defined records for a gateway endpoint': {
      scene: { endpoints: { dynamodb: { type: 'Gateway', dnsRecordIpType: 'service-defined' } } },
    },
    'no IP address type': {
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
    const byService = allowedByService(endpoint, net);
    const byAddress = ALLOWED[type.value]!;
    const address = ipAddressType.known && ipAddressType.value !== 'not-specified' ? ipAddressType.value : null;
    if (address !== null && byAddress[address] === undefined)
      return undecided(`\`${address}\` is an unknown IP address type`);
    const fits = (list: readonly string[] | null | undefined) => list?.includes(value) ?? true;
    if (fits(byService) && address === null) {
      if (Object.values(byAddress).every(fits)) return pass;
      return undecided(ipAddressType, 'AWS chooses the IP address type by the subnets');
    }
    const ofAddress = address === null ? null : byAddress[address];
    if (fits(byService) && fits(ofAddress)) return pass;
    const allowed = byService?.filter((one) => ofAddress?.includes(one) ?? true) ?? ofAddress ?? [];
    return fail({
      message: `${nameOf(endpoint)} (${address ?? type.value}) does not support the DNS record IP type ${value}${ofService(endpoint, `, only ${series(allowed)}`, '')}`,
      at: record.at,
      ...ofService(endpoint, advise(`Set \`DnsOptions.DnsRecordIpType\` to ${series(allowed, 'or')}, or omit it.`), {}),
      evidence: { ipAddressType: address, recordIpType: value, allowed: ofService(endpoint, allowed) },
      ...refused(endpoint),
    });
  },
});

/** DNS record IP types that a service restricts; null if it supports what others do. */
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
