import { endpointsTo, isAlone, mayBeTo, sameServiceAs } from '../../src/ask/services.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { type Endpoint, type Fact, is, known, maybe, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/s3-record-type-mismatch',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'S3 interface and gateway endpoints of a VPC answer with different DNS record types.',
  why: 'With private DNS for inbound resolvers only, AWS demands that both have one record type, or that of the gateway is service-defined.',
  fix: 'Give the gateway endpoint the record type of the interface endpoint, or service-defined.',
  recipes: {
    cloudformation: `DnsOptions:
  DnsRecordIpType: service-defined`,
    terraform: 'dns_options {\n  dns_record_ip_type = "service-defined"\n}',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html'],
  bad: {
    'an IPv4 gateway beside a dual stack interface': {
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
      says: 's3 answers with dualstack records, but the S3 gateway endpoint {gateway} with ipv4 records',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'a record type left out, which is that of the addresses': {
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
      says: 's3 answers with dualstack records, but the S3 gateway endpoint {gateway} with ipv4 records',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'a service-defined gateway': {
      scene: {
        endpoints: {
          s3: { onlyInboundResolver: true, dependsOn: ['gateway'], ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' },
          gateway: { service: 's3', type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'service-defined' },
        },
      },
      subject: 's3',
    },
    'one record type': {
      scene: {
        endpoints: {
          s3: { onlyInboundResolver: true, dependsOn: ['gateway'], ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' },
          gateway: { service: 's3', type: 'Gateway', ipAddressType: 'ipv4', dnsRecordIpType: 'ipv4' },
        },
      },
      subject: 's3',
    },
    'private DNS for all of the VPC': {
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
        certain ? undefined : `whether ${gateway.key} is an S3 gateway endpoint of the same VPC is not known`,
      );
    return fail({
      message: `${nameOf(endpoint)} answers with ${show(mine)} records, but the S3 gateway endpoint ${gateway.key} with ${show(theirs)} records`,
      at: mine.at,
      related: [{ message: `${gateway.key} answers with ${show(theirs)} records`, at: theirs.at }],
      evidence: { recordIpType: show(mine), ofGateway: show(theirs), gateway: gateway.key },
      ...refused(endpoint),
    });
  },
});

/** The type of an endpoint's DNS records: left out, a gateway's is service-defined, an interface's that of its addresses. */
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
    return { known: false, because: 'the address type, and with it the record type, is left to AWS', at };
  return { ...ipAddressType, value: ipAddressType.value };
}
