import { endpointBefore, stays } from '../../src/ask/before.ts';
import { hasInterfaces } from '../../src/aws/index.ts';
import { count } from '../../src/base/words.ts';
import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import {
  all,
  type Endpoint,
  type Fact,
  is,
  type Network,
  type Ref,
  refName,
  type Subnet,
  type Tri,
  whyOpen,
} from '../../src/model/index.ts';

const VPC = 'vpc-0a1b2c3d4e5f60718';
const THERE = {
  full: { vpc: VPC, zone: 'a', cidr: '10.200.0.0/28', free: 0 },
  roomy: { vpc: VPC, zone: 'b', cidr: '10.200.1.0/24', free: 200 },
  last: { vpc: VPC, zone: 'c', cidr: '10.200.0.16/28', free: 1 },
};
const SQS = { service: 'sqs', vpc: VPC, groups: ['sg-0a1b2c3d4e5f60718'] };

export default defineRule({
  id: 'availability/subnet-ip-exhausted',
  level: 'warning',
  preset: 'pedantic',
  since: '0.1.0',
  summary: 'New network interface of an endpoint is in a subnet without a free IPv4 address.',
  why: 'Each network interface needs a free IP address in its subnet. Without one, AWS rejects the endpoint during deployment.',
  ...advise('Set `SubnetIds` to subnets with free IP addresses, or free addresses in the full subnet first.'),
  recipes: {
    cloudformation: 'SubnetIds: [!Ref RoomySubnet, !Ref OtherZoneSubnet]',
    terraform: 'subnet_ids = [data.aws_subnet.roomy.id, data.aws_subnet.other_zone.id]',
    cli: "aws ec2 describe-subnets --subnet-ids subnet-... --query 'Subnets[].AvailableIpAddressCount'",
  },
  exceptions: ['The endpoint exists and has its network interfaces.', 'The endpoint has only IPv6 addresses.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html',
  ],
  bad: {
    'one of two subnets is full': {
      scene: { subnets: THERE, endpoints: { sqs: { ...SQS, subnets: ['full', 'roomy'] } } },
      inputs: ['plan'],
      says: 'sqs needs a network interface in {full}, which has no free IPv4 address',
    },
    'an existing endpoint gets another subnet': {
      scene: {
        subnets: THERE,
        endpoints: { sqs: { ...SQS, subnets: ['full', 'roomy', 'last'] } },
        before: { endpoints: { sqs: { ...SQS, subnets: ['roomy', 'last'] } } },
      },
      inputs: ['plan'],
      says: 'sqs needs a network interface in {full}, which has no free IPv4 address',
    },
  },
  good: {
    'subnets with free addresses': {
      scene: { subnets: THERE, endpoints: { sqs: { ...SQS, subnets: ['roomy', 'last'] } } },
    },
    'a changed endpoint already has a network interface there': {
      scene: {
        subnets: THERE,
        endpoints: { sqs: { ...SQS, subnets: ['full', 'roomy', 'last'] } },
        before: { endpoints: { sqs: { ...SQS, subnets: ['full', 'roomy'] } } },
      },
      inputs: ['plan'],
    },
    'an existing endpoint already has its network interfaces': {
      scene: { subnets: THERE, endpoints: { sqs: { ...SQS, subnets: ['full', 'roomy'] } } },
      inputs: ['state', 'tfstate', 'describe'],
    },
    'new subnets are empty': { scene: { endpoints: { sqs: {} } } },
    'subnets that the input does not describe': {
      scene: { endpoints: { sqs: { ...SQS, subnets: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1b2c3d4e5f60718'] } } },
      undecidedIn: ['plan', 'template'],
    },
    'a gateway endpoint has no network interfaces': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
  },

  check(endpoint, net) {
    const { type, subnets, ipAddressType, planned } = endpoint;
    if (planned === null || planned === 'no-op') return notApplicable;
    if (!type.known) return undecided(type);
    if (!hasInterfaces(type.value) || is(ipAddressType, 'ipv6')) return notApplicable;

    const full: Subnet[] = [];
    const unsure: Subnet[] = [];
    let missing: Fact<unknown> | undefined;
    for (const [i, ref] of all(subnets).entries()) {
      const isSure = i < subnets.sure.length;
      if (ref.is !== 'entity') {
        missing ??= {
          known: false,
          because: `the input does not say how many free IP addresses ${refName(ref)} has`,
          at: ref.at,
        };
        continue;
      }
      const { freeAddresses, cidr } = ref.to;
      if (is(cidr, null)) continue;
      if (!freeAddresses.known) {
        if (hasInterface(endpoint, ref, net) !== 'yes') missing ??= freeAddresses;
      } else if (freeAddresses.value === 0) {
        const already = hasInterface(endpoint, ref, net);
        if (already === 'no' && isSure) full.push(ref.to);
        else if (already !== 'yes') unsure.push(ref.to);
      }
    }
    const [first] = full;
    if (!first) {
      const [doubtful] = unsure;
      if (doubtful)
        return undecided(
          `whether ${nameOf(endpoint)} needs another network interface in ${doubtful.key}, which is full`,
        );
      return missing ? undecided(missing) : subnets.open === null ? pass : undecided(subnets);
    }
    if (!ipAddressType.known) return undecided(ipAddressType);
    if (!first.cidr.known) return undecided(first.cidr);
    const more = full.length === 1 ? '' : ` (same for ${count(full.length - 1, 'more subnet')})`;
    return fail({
      message: `${nameOf(endpoint)} needs a network interface in ${first.key}, which has no free IPv4 address${more}`,
      ...advise(
        `Replace ${first.key} in \`SubnetIds\` with a subnet that has free IP addresses, or free addresses in it first.`,
      ),
      at: subnets.at,
      evidence: { full: full.map(({ key }) => key), freeAddresses: 0 },
      related: full.map(({ at }) => ({ message: 'this subnet has no free IPv4 address', at })),
    });
  },
});

/** Whether an endpoint already has an address in a subnet. A replaced endpoint may get the address that it releases. */
function hasInterface(endpoint: Endpoint, subnet: Ref<Subnet>, net: Network): Tri {
  if (endpoint.planned === 'create') return 'no';
  const was = endpointBefore(endpoint, net);
  if (endpoint.planned === 'replace' || !was || !net.before) return 'unknown';
  const { before } = net;
  const answers = was.subnets.sure.map((ref) => stays(ref, subnet, before));
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') || whyOpen(was.subnets) ? 'unknown' : 'no';
}
