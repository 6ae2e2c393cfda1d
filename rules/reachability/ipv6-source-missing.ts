import { attachedGroups, hasFamily, ingressOf } from '../../src/ask/groups.ts';
import { enough, entriesOf, interfacePorts, isWhole, portAnswers } from '../../src/ask/reachability.ts';
import { parseCidr } from '../../src/aws/index.ts';
import { listed } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, type Source, show, type Tri } from '../../src/model/index.ts';

export default defineRule({
  id: 'reachability/ipv6-source-missing',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint has IPv6 addresses, but its security groups admit IPv4 sources only.',
  why: 'Clients prefer the IPv6 address they are answered, and time out on it.',
  fix: 'Admit the IPv6 range of the VPC, too, or a security group of the clients.',
  recipes: {
    cloudformation: `SecurityGroupIngress:
  - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIpv6: !Select [0, !GetAtt Vpc.Ipv6CidrBlocks] }`,
    terraform: 'cidr_ipv6 = aws_vpc.main.ipv6_cidr_block',
    cli: 'aws ec2 authorize-security-group-ingress --group-id sg-... --ip-permissions IpProtocol=tcp,FromPort=443,ToPort=443,Ipv6Ranges=[{CidrIpv6=2600:1f18::/56}]',
  },
  exceptions: [
    'A security group as source: it stands for its members’ addresses of both families.',
    'A dualstack endpoint whose names are answered with IPv4 addresses alone (`dns_record_ip_type`).',
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
      says: 'kms has IPv6 addresses, but tcp/443 is admitted from IPv4 sources only',
    },
  },
  good: {
    'both families': {
      scene: {
        groups: { both: { ingress: [{ cidrs: ['vpc', '2600:1f18::/56'] }] } },
        endpoints: { kms: { ipAddressType: 'dualstack', groups: ['both'] } },
      },
    },
    'a group of clients': {
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
    'names answered with IPv4 addresses alone': {
      scene: { endpoints: { kms: { ipAddressType: 'dualstack', dnsRecordIpType: 'ipv4' } } },
    },
    'IPv4 endpoint': { scene: { endpoints: { kms: { ipAddressType: 'ipv4' } } } },
  },

  check(endpoint, net) {
    const { ipAddressType, dnsOptions } = endpoint;
    const ports = interfacePorts(endpoint, net);
    if ('verdict' in ports) return ports;
    const six = hasFamily(endpoint, net, 6);
    // Left to AWS it may have both families: only a type that is written is certain.
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
    // reachability/service-port-not-allowed says that nothing gets in.
    if (byAny === 'no') return notApplicable;
    const rules = ingressOf(endpoint);
    if (six === 'unknown' || bySix === 'unknown' || byAny === 'unknown') {
      const unclear = 'whether its security groups admit IPv6 clients is not known';
      return undecided(
        six === 'unknown'
          ? ipAddressType.known
            ? 'whether it has IPv6 addresses is not known'
            : ipAddressType
          : undefined,
        bySix === 'unknown' || byAny === 'unknown' ? (rules.open ?? unclear) : undefined,
      );
    }
    if (both && !dnsOptions.known) return undecided(dnsOptions);
    if (both && records && !records.known) return undecided(records);
    const { sure } = attachedGroups(endpoint);
    const wanted = ports.ranges.map(([first, last]) => (first === last ? `tcp/${first}` : `tcp/${first}-${last}`));
    return fail({
      message: `${nameOf(endpoint)} has IPv6 addresses, but ${listed(wanted, 1)} is admitted from IPv4 sources only`,
      at: endpoint.groups.at,
      related: sure.map((group) => ({ message: `${group.key} has no IPv6 source`, at: group.at })),
      evidence: { ipAddressType: show(ipAddressType), ports: wanted, groups: sure.map((group) => group.key) },
    });
  },
});

/** Whether clients with IPv6 addresses can be meant by a source. */
function isSix(source: Source): Tri {
  if (source.is === 'cidr') return source.family === 6 ? 'yes' : 'no';
  if (source.is === 'group') return 'yes';
  if (entriesOf(source.list).some((cidr) => parseCidr(cidr)?.family === 6)) return 'yes';
  return isWhole(source.list) ? 'no' : 'unknown';
}
