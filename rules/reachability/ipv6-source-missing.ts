import { attachedGroups, hasFamily, ingressOf, whyFamilyUnknown } from '../../src/ask/groups.ts';
import { enough, entriesOf, interfacePorts, isWhole, portAnswers } from '../../src/ask/reachability.ts';
import { parseCidr, portText } from '../../src/aws/index.ts';
import { listed, series } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, notApplicable, ofService, pass, undecided } from '../../src/engine/index.ts';
import { is, type Source, show, type Tri } from '../../src/model/index.ts';

export default defineRule({
  id: 'reachability/ipv6-source-missing',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint has IPv6 addresses, but its security groups allow only IPv4 sources.',
  why: 'Clients that prefer the IPv6 address of the endpoint time out.',
  fix: 'Add an inbound rule that allows the IPv6 range of the VPC, or the security group of the clients.',
  recipes: {
    cloudformation: `SecurityGroupIngress:
  - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIpv6: !Select [0, !GetAtt Vpc.Ipv6CidrBlocks] }`,
    terraform: 'cidr_ipv6 = aws_vpc.main.ipv6_cidr_block',
    cli: 'aws ec2 authorize-security-group-ingress --group-id sg-... --ip-permissions IpProtocol=tcp,FromPort=443,ToPort=443,Ipv6Ranges=[{CidrIpv6=2600:1f18::/56}]',
  },
  exceptions: [
    'An inbound rule allows a security group, which covers the IPv4 and IPv6 addresses of its members.',
    'The DNS record IP type of a dualstack endpoint is `ipv4`, so its names resolve only to IPv4 addresses.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html'],
  bad: {
    'dualstack, IPv4 sources': {
      scene: {
        vpcs: { main: { ipv6: true } },
        subnets: { six: { zone: 'a', ipv6: true }, seven: { zone: 'b', ipv6: true } },
        serviceDetails: {
          'com.amazonaws.us-east-1.kms': {
            ipAddressTypes: ['ipv4', 'ipv6'],
            privateDnsNames: ['kms.us-east-1.amazonaws.com'],
          },
        },
        endpoints: { kms: { subnets: ['six', 'seven'], ipAddressType: 'dualstack' } },
      },
      says: 'kms has IPv6 addresses, but its security groups allow TCP 443 only from IPv4 sources',
    },
  },
  good: {
    'IPv4 and IPv6 sources': {
      scene: {
        groups: { both: { ingress: [{ cidrs: ['vpc', '2600:1f18::/56'] }] } },
        endpoints: { kms: { ipAddressType: 'dualstack', groups: ['both'] } },
      },
    },
    'a security group of clients': {
      scene: {
        groups: { app: { ingress: [] }, 'from-app': { ingress: [{ groups: ['app'] }] } },
        endpoints: { kms: { ipAddressType: 'dualstack', groups: ['from-app'] } },
      },
    },
    'a prefix list of IPv6 ranges': {
      scene: {
        prefixLists: { six: { cidrs: ['2600:1f18::/56'] } },
        groups: { listed: { ingress: [{}, { prefixLists: ['six'] }] } },
        endpoints: { kms: { ipAddressType: 'dualstack', groups: ['listed'] } },
      },
    },
    'names that resolve only to IPv4 addresses': {
      scene: { endpoints: { kms: { ipAddressType: 'dualstack', dnsRecordIpType: 'ipv4' } } },
    },
    'subnets that are not in the input, of a VPC without an IPv6 range': {
      scene: { subnets: { a: null, b: null, c: null }, endpoints: { kms: { subnets: 'unknown' } } },
      inputs: ['plan'],
    },
    'an IPv4 endpoint': { scene: { endpoints: { kms: { ipAddressType: 'ipv4' } } } },
  },

  check(endpoint, net) {
    const { ipAddressType, dnsOptions } = endpoint;
    const ports = interfacePorts(endpoint, net);
    if ('verdict' in ports) return ports;
    const six = hasFamily(endpoint, net, 6);
    // Without a type AWS may choose both families: only a written type is certain.
    if (six === 'no') return notApplicable;

    const records = dnsOptions.known ? dnsOptions.value?.recordIpType : undefined;
    const both = is(ipAddressType, 'dualstack');
    if (both && records && is(records, 'ipv4')) return notApplicable;

    const bySix = enough(portAnswers(endpoint, net, ports, isSix), ports);
    if (bySix === 'yes') return pass;
    const byAny = enough(
      portAnswers(endpoint, net, ports, () => 'yes'),
      ports,
    );
    // reachability/service-port-not-allowed reports that nothing is allowed.
    if (byAny === 'no') return notApplicable;
    const rules = ingressOf(endpoint);
    if (six === 'unknown' || bySix === 'unknown' || byAny === 'unknown') {
      const unclear = 'it is not known whether its security groups allow IPv6 clients';
      return undecided(
        six === 'unknown' ? whyFamilyUnknown(endpoint, net, 6) : undefined,
        bySix === 'unknown' || byAny === 'unknown' ? (rules.open ?? unclear) : undefined,
      );
    }
    if (both && !dnsOptions.known) return undecided(dnsOptions);
    if (both && records && !records.known) return undecided(records);
    const { sure } = attachedGroups(endpoint);
    const names = sure.map(({ key }) => key);
    const texts = ports.ranges.map(portText);
    const wanted = ofService(endpoint, `TCP ${listed(texts, 1)}`, 'the ports of its service');
    return fail({
      message: `${nameOf(endpoint)} has IPv6 addresses, but its security groups allow ${wanted} only from IPv4 sources`,
      fix: `Add an inbound rule to ${series(names, 'or')} that allows ${wanted} from IPv6 sources.`,
      at: endpoint.groups.at,
      related: sure.map((group) => ({ message: `${group.key} has no rule for IPv6 sources`, at: group.at })),
      evidence: {
        ipAddressType: show(ipAddressType),
        ports: ofService(
          endpoint,
          texts.map((port) => `tcp/${port}`),
        ),
        groups: names,
      },
    });
  },
});

/** Whether a source can mean clients with IPv6 addresses. */
function isSix(source: Source): Tri {
  if (source.is === 'cidr') return source.family === 6 ? 'yes' : 'no';
  if (source.is === 'group') return 'yes';
  if (entriesOf(source.list).some((cidr) => parseCidr(cidr)?.family === 6)) return 'yes';
  return isWhole(source.list) ? 'no' : 'unknown';
}
