import { endpointsTo, isAlone, mayBeTo, sameServiceAs } from '../../src/ask/services.ts';
import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { type Endpoint, type Fact, is, known, maybe, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/s3-record-type-mismatch',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'S3 interface and gateway endpoints of a VPC have different DNS record IP types.',
  why: 'If private DNS is only for inbound resolver endpoints, AWS requires the same type on both, or service-defined on the gateway endpoint.',
  ...advise('Set `DnsOptions.DnsRecordIpType: service-defined` on the gateway endpoint.'),
  recipes: {
    cloudformation: `DnsOptions:
  DnsRecordIpType: service-defined`,
    terraform: 'dns_options {\n  dns_record_ip_type = "service-defined"\n}',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html'],
  bad: {
    'an IPv4 gateway endpoint and a dualstack interface endpoint': {
      scene: {
        subnets: { a: { ipv6: true }, b: { ipv6: true } },
        vpcs: { main: { ipv6: true } },
        groups: { both: { ingress: [{ cidrs: ['vpc', 'fd00::/8'] }] } },
        endpoints: {
          s3: {
            onlyInboundResolver: true,
            dependsOn: ['gateway'],
            ipAddressType: 'dualstack',
            dnsRecordIpType: 'dualstack',
            groups: ['both'],
          },
          gateway: { service: 's3', type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' },
        },
      },
      subject: 's3',
      says: 's3 has dualstack DNS records, but the S3 gateway endpoint {gateway} has ipv4 records',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'no record type, which then follows the IP address type': {
      scene: {
        subnets: { a: { ipv6: true }, b: { ipv6: true } },
        vpcs: { main: { ipv6: true } },
        groups: { both: { ingress: [{ cidrs: ['vpc', 'fd00::/8'] }] } },
        endpoints: {
          s3: { onlyInboundResolver: true, dependsOn: ['gateway'], ipAddressType: 'dualstack', groups: ['both'] },
          gateway: { service: 's3', type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' },
        },
      },
      subject: 's3',
      says: 's3 has dualstack DNS records, but the S3 gateway endpoint {gateway} has ipv4 records',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'service-defined records for the gateway endpoint': {
      scene: {
        endpoints: {
          s3: { onlyInboundResolver: true, dependsOn: ['gateway'], ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' },
          gateway: { service: 's3', type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'service-defined' },
        },
      },
      subject: 's3',
    },
    'the same record type': {
      scene: {
        endpoints: {
          s3: { onlyInboundResolver: true, dependsOn: ['gateway'], ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' },
          gateway: { service: 's3', type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' },
        },
      },
      subject: 's3',
    },
    'private DNS for the whole VPC': {
      scene: {
        endpoints: {
          s3: { onlyInboundResolver: false, ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' },
          gateway: { service: 's3', type: 'Gateway', ipAddressType: 'dualstack', dnsRecordIpType: 'dualstack' },
        },
      },
      subject: 's3',
    },
  },

  check(endpoint, net) {
    const { type, privateDns, serviceName, dnsOptions } = endpoint;
    if (is(privateDns, false) || !maybe(type, 'Interface') || !mayBeTo(endpoint, 's3')) return notApplicable;
    if (!type.known || !serviceName.known || !dnsOptions.known)
      return isAlone(endpoint, net) ? pass : undecided(type, serviceName, dnsOptions);
    const option = dnsOptions.value?.onlyInboundResolver;
    if (!option || (option.known && option.value !== true)) return notApplicable;

    const s3 = endpointsTo(net, endpoint.vpc, 's3');
    const gateways = [...s3.sure, ...s3.maybe].filter(
      (e) => maybe(e.type, 'Gateway') && sameServiceAs(endpoint, e) !== 'no',
    );
    const mine = recordType(endpoint);
    const unlike = gateways.filter((gateway) => {
      const theirs = recordType(gateway);
      return !(theirs.known && (theirs.value === 'service-defined' || (mine.known && mine.value === theirs.value)));
    });
    if (unlike.length === 0) return gateways.length > 0 || s3.open === null ? pass : undecided(s3.open ?? undefined);
    const gateway = unlike.find((e) => s3.sure.includes(e) && is(e.type, 'Gateway')) ?? unlike[0]!;
    const theirs = recordType(gateway);
    const certain = s3.sure.includes(gateway) && is(gateway.type, 'Gateway');
    if (!certain || !mine.known || !theirs.known || !option.known || !privateDns.known)
      return undecided(
        mine,
        theirs,
        option,
        privateDns,
        certain ? undefined : `it is not known whether ${gateway.key} is an S3 gateway endpoint of the same VPC`,
      );
    return fail({
      message: `${nameOf(endpoint)} has ${show(mine)} DNS records, but the S3 gateway endpoint ${gateway.key} has ${show(theirs)} records`,
      at: mine.at,
      ...advise(`Set \`DnsOptions.DnsRecordIpType\` of ${gateway.key} to ${show(mine)} or service-defined.`),
      related: [{ message: `${gateway.key} has ${show(theirs)} records`, at: theirs.at }],
      evidence: { recordIpType: show(mine), ofGateway: show(theirs), gateway: gateway.key },
      ...refused(endpoint),
    });
  },
});

/** The type of an endpoint's DNS records. The default is service-defined for gateway endpoints, else the address type. */
function recordType({ type, dnsOptions, ipAddressType }: Endpoint): Fact<string> {
  if (!dnsOptions.known) return dnsOptions;
  const written = dnsOptions.value?.recordIpType;
  if (written && !written.known) return written;
  if (written && written.value !== null && written.value !== 'not-specified')
    return { ...written, value: written.value };
  const at = written?.at ?? dnsOptions.at;
  if (!type.known) return type;
  if (type.value === 'Gateway') return known('service-defined', at);
  if (!ipAddressType.known) return ipAddressType;
  if (ipAddressType.value === null)
    return { known: false, because: 'AWS chooses the IP address type and with it the DNS record IP type', at };
  return { ...ipAddressType, value: ipAddressType.value };
}
