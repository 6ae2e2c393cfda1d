import { endpointBefore, stays } from '../../src/ask/before.ts';
import { hasInterfaces } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
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

/** Types with a network interface in each subnet. */
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
  summary: 'A new endpoint gets a network interface in a subnet without a free address.',
  why: 'AWS takes an address of the subnet for each interface; where none is left it refuses the endpoint, in the middle of the deployment.',
  fix: 'Choose another subnet of that zone, or free addresses in this one first.',
  recipes: {
    cloudformation: 'SubnetIds: [!Ref RoomySubnet, !Ref OtherZoneSubnet]',
    terraform: 'subnet_ids = [data.aws_subnet.roomy.id, data.aws_subnet.other_zone.id]',
    cli: "aws ec2 describe-subnets --subnet-ids subnet-... --query 'Subnets[].AvailableIpAddressCount'",
  },
  exceptions: ['An endpoint that is there already has its interfaces.', 'An endpoint with IPv6 addresses alone.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html',
  ],
  bad: {
    'one of two subnets is full': {
      scene: { subnets: THERE, endpoints: { sqs: { ...SQS, subnets: ['full', 'roomy'] } } },
      inputs: ['plan'],
      says: 'sqs gets an interface in {full}, which has no free IPv4 address',
    },
    'an endpoint is given one more subnet': {
      scene: {
        subnets: THERE,
        endpoints: { sqs: { ...SQS, subnets: ['full', 'roomy', 'last'] } },
        before: { endpoints: { sqs: { ...SQS, subnets: ['roomy', 'last'] } } },
      },
      inputs: ['plan'],
      says: 'sqs gets an interface in {full}, which has no free IPv4 address',
    },
  },
  good: {
    'addresses are left': {
      scene: { subnets: THERE, endpoints: { sqs: { ...SQS, subnets: ['roomy', 'last'] } } },
    },
    'an endpoint is changed that has an interface there': {
      scene: {
        subnets: THERE,
        endpoints: { sqs: { ...SQS, subnets: ['full', 'roomy', 'last'] } },
        before: { endpoints: { sqs: { ...SQS, subnets: ['full', 'roomy'] } } },
      },
      inputs: ['plan'],
    },
    'an endpoint that is there has its interfaces': {
      scene: { subnets: THERE, endpoints: { sqs: { ...SQS, subnets: ['full', 'roomy'] } } },
      inputs: ['state', 'tfstate', 'describe'],
    },
    'subnets that the plan makes are empty': { scene: { endpoints: { sqs: {} } } },
    'subnets of which nothing is known': {
      scene: { endpoints: { sqs: { ...SQS, subnets: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1b2c3d4e5f60718'] } } },
      undecidedIn: ['plan', 'template'],
    },
    'a gateway endpoint has no interfaces': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
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
          because: `how many addresses are left in ${refName(ref)} is not in the input`,
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
      if (doubtful) return undecided(`whether ${nameOf(endpoint)} gets an interface in ${doubtful.key}, which is full`);
      return missing ? undecided(missing) : subnets.open === null ? pass : undecided(subnets);
    }
    if (!ipAddressType.known) return undecided(ipAddressType);
    if (!first.cidr.known) return undecided(first.cidr);
    const more = full.length === 1 ? '' : `, nor have ${full.length - 1} other subnets of it`;
    return fail({
      message: `${nameOf(endpoint)} gets an interface in ${first.key}, which has no free IPv4 address${more}`,
      at: subnets.at,
      evidence: { full: full.map(({ key }) => key), freeAddresses: 0 },
      related: full.map(({ at }) => ({ message: 'no address left', at })),
    });
  },
});

/** Whether an endpoint holds an address of a subnet already. One that is made anew may get the one it gives back. */
function hasInterface(endpoint: Endpoint, subnet: Ref<Subnet>, net: Network): Tri {
  if (endpoint.planned === 'create') return 'no';
  const was = endpointBefore(endpoint, net);
  if (endpoint.planned === 'replace' || !was || !net.before) return 'unknown';
  const { before } = net;
  const answers = was.subnets.sure.map((ref) => stays(ref, subnet, before));
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') || whyOpen(was.subnets) ? 'unknown' : 'no';
}
