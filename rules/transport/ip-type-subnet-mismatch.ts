import { whyOutside } from '../../src/ask/in-input.ts';
import { hasInterfaces } from '../../src/aws/index.ts';
import { table } from '../../src/base/table.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { type Fact, type Subnet, show, type Tri } from '../../src/model/index.ts';

export default defineRule({
  id: 'transport/ip-type-subnet-mismatch',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Subnet of the endpoint does not support its IP address type.',
  why: 'AWS rejects the endpoint unless every subnet has the IP ranges that the IP address type needs.',
  fix: 'Change the IP address type, or choose subnets that have the IP ranges it needs.',
  fixIn: {
    terraform: 'Change `ip_address_type`, or choose `subnet_ids` whose subnets have the IP ranges it needs.',
    cloudformation: 'Change `IpAddressType`, or choose `SubnetIds` whose subnets have the IP ranges it needs.',
    cli: 'Change `--ip-address-type`, or choose `--subnet-ids` whose subnets have the IP ranges it needs.',
  },
  recipes: {
    cloudformation: 'IpAddressType: ipv4',
    terraform: 'ip_address_type = "ipv4"',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --ip-address-type ipv4',
  },
  exceptions: ['No IP address type is set, so AWS derives it from the subnets.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/use-cidr-endpoint.html',
  ],
  refusedByAws: true,
  bad: {
    'dualstack in an IPv4 subnet': {
      scene: { endpoints: { sqs: { ipAddressType: 'dualstack' } } },
      says: 'sqs has IP address type dualstack, but subnet {subnet:a} has no IPv6 range',
      inputs: ['plan', 'template'],
      also: ['reachability/ipv6-source-missing'],
    },
    'IPv4 in an IPv6 subnet': {
      scene: {
        vpcs: { main: { ipv6: true } },
        subnets: { six: { ipv6: 'native' } },
        endpoints: { sqs: { ipAddressType: 'ipv4', subnets: ['six'] } },
      },
      says: 'sqs has IP address type ipv4, but subnet {subnet:six} has no IPv4 range',
      also: ['availability/single-az'],
      inputs: ['plan', 'state', 'tfstate', 'describe'],
      level: 'error',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'IPv4 in IPv4 subnets': { scene: { endpoints: { sqs: { ipAddressType: 'ipv4' } } } },
    'the default': { scene: { endpoints: { sqs: {} } } },
  },

  check(endpoint) {
    const { type, ipAddressType: wanted, subnets } = endpoint;
    if (type.known && !hasInterfaces(type.value)) return notApplicable;
    if (!wanted.known) return undecided(type, wanted);
    if (wanted.value === null) return pass;
    if (!type.known) return undecided(type);
    const needs = NEEDS[type.value === 'Tunnel' && wanted.value === 'ipv6' ? 'tunnel-ipv6' : wanted.value];
    if (!needs) return notApplicable;
    const named = [
      ...subnets.sure.map((ref) => ({ ref, sure: true })),
      ...subnets.maybe.map((ref) => ({ ref, sure: false })),
    ];
    const answers = named.map(({ ref, sure }) => ({
      ref,
      sure,
      fault: ref.is === 'entity' ? needs(ref.to) : undefined,
    }));
    const [wrong] = answers
      .flatMap(({ ref, sure, fault }) =>
        sure && ref.is === 'entity' && fault?.answer === 'no' ? [{ subnet: ref.to, lacks: fault.lacks }] : [],
      )
      .sort((a, b) => (a.subnet.key < b.subnet.key ? -1 : 1));
    if (wrong) {
      const { subnet, lacks } = wrong;
      return fail({
        message: `${nameOf(endpoint)} has IP address type ${show(wanted)}, but subnet ${subnet.key} ${lacks}`,
        at: wanted.at,
        related: [{ message: `${subnet.key} ${lacks}`, at: subnet.at }],
        evidence: {
          ipAddressType: show(wanted),
          subnet: subnet.key,
          cidr: show(subnet.cidr),
          ipv6Cidr: show(subnet.ipv6Cidr),
        },
        ...refused(endpoint),
      });
    }
    if (subnets.open === null && answers.every((a) => a.fault?.answer === 'yes')) return pass;
    const open = answers.find((a) => a.fault?.answer !== 'yes');
    return undecided(subnets.open ?? undefined, open?.fault?.because, open && whyOutside(open.ref, 'subnet'));
  },
});

interface Answer {
  readonly answer: Tri;
  /** What the subnet surely lacks. */
  readonly lacks: string;
  readonly because?: string;
}

/** What each type requires of a subnet. */
const NEEDS: Readonly<Record<string, (subnet: Subnet) => Answer>> = table({
  ipv4: (s) => has(s.cidr, 'has no IPv4 range'),
  dualstack: (s) => worst(has(s.cidr, 'has no IPv4 range'), hasIpv6(s)),
  ipv6: (s) => {
    if (!s.ipv6Native.known) return { answer: 'unknown', lacks: '', because: s.ipv6Native.because };
    return s.ipv6Native.value ? { answer: 'yes', lacks: '' } : { answer: 'no', lacks: 'is not IPv6-only' };
  },
  'tunnel-ipv6': hasIpv6,
});

function has(range: Fact<string | null>, lacks: string): Answer {
  if (!range.known) return { answer: 'unknown', lacks: '', because: range.because };
  return range.value === null ? { answer: 'no', lacks } : { answer: 'yes', lacks: '' };
}

function hasIpv6({ hasIpv6: range }: Subnet): Answer {
  if (!range.known) return { answer: 'unknown', lacks: '', because: range.because };
  return range.value ? { answer: 'yes', lacks: '' } : { answer: 'no', lacks: 'has no IPv6 range' };
}

function worst(a: Answer, b: Answer): Answer {
  if (a.answer === 'no') return a;
  return b.answer === 'no' || a.answer === 'yes' ? b : a;
}
