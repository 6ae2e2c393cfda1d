import { endpointBefore, missed, notShown, stays } from '../../src/ask/before.ts';
import { immutableChanges } from '../../src/ask/immutable.ts';
import { series } from '../../src/base/words.ts';
import {
  defineRule,
  fail,
  nameOf,
  notApplicable,
  pass,
  type Undecided,
  undecided,
  type Verdict,
} from '../../src/engine/index.ts';
import {
  all,
  type Endpoint,
  isExact,
  type NetworkBefore,
  refName,
  type SubnetAddress,
  show,
  whyOpen,
} from '../../src/model/index.ts';

export default defineRule({
  id: 'change/immutable',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'The plan or change set changes a setting of an endpoint that AWS cannot update in place.',
  why: 'The change fails, or the endpoint or one of its network interfaces is replaced. Clients are cut off until the replacement is ready.',
  fix: 'Add a second endpoint, move the clients to it, and remove this endpoint in a later change.',
  recipes: {
    cloudformation: `BlueEndpoint:
  Type: AWS::EC2::VPCEndpoint
GreenEndpoint: # remove the old one in a later change
  Type: AWS::EC2::VPCEndpoint`,
    terraform: 'resource "aws_vpc_endpoint" "blue" { ... }\nresource "aws_vpc_endpoint" "green" { ... }',
  },
  exceptions: [
    'A note if the new endpoint is created first (`create_before_destroy`), because only its ID, IP addresses and DNS names change.',
    'The endpoint is not in use because it was rejected, failed, or waits for acceptance.',
    'The plan or change set also destroys the VPC of the endpoint.',
    'The input is not a plan, or the plan creates the endpoint.',
  ],
  sources: [
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html',
  ],
  bad: {
    'another service': {
      scene: {
        endpoints: { queue: { service: 'kinesis-streams' } },
        before: { endpoints: { queue: { service: 'sqs' } } },
      },
      says: 'AWS cannot change the service name of kinesis-streams, so the endpoint is destroyed and recreated',
      inputs: ['plan'],
    },
    'another type': {
      scene: { endpoints: { s3: { onlyInboundResolver: false } }, before: { endpoints: { s3: { type: 'Gateway' } } } },
      says: 'AWS cannot change the type of s3, so the endpoint is destroyed and recreated',
      inputs: ['plan'],
    },
    'another VPC': {
      scene: {
        vpcs: { main: {}, other: {} },
        endpoints: { sqs: { vpc: 'other' } },
        before: { endpoints: { sqs: { vpc: 'main' } } },
      },
      says: 'AWS cannot change the VPC of sqs, so the endpoint is destroyed and recreated',
      inputs: ['plan'],
    },
    'the new one created first': {
      scene: {
        endpoints: { queue: { service: 'kinesis-streams', createBeforeDestroy: true } },
        before: { endpoints: { queue: { service: 'sqs' } } },
      },
      says: 'AWS cannot change the service name of kinesis-streams, so a new endpoint is created and this one destroyed',
      level: 'note',
      inputs: ['plan'],
    },
    'another address on a live subnet': {
      scene: {
        endpoints: { sqs: { addresses: { a: '10.0.0.50' } } },
        before: { endpoints: { sqs: { addresses: { a: '10.0.0.40' } } } },
      },
      says: 'Changing the IP address of sqs in {a} replaces that network interface and interrupts its clients',
      inputs: ['plan'],
    },
    'another subnet of a Gateway Load Balancer endpoint': {
      scene: {
        services: { inspection: { loadBalancer: 'gateway' } },
        endpoints: { inspect: { type: 'GatewayLoadBalancer', endpointService: 'inspection', subnets: ['b'] } },
        before: { endpoints: { inspect: { subnets: ['a'] } } },
      },
      says: 'AWS cannot move {inspect}, a Gateway Load Balancer endpoint, to another subnet',
      inputs: ['plan'],
    },
  },
  good: {
    'a second endpoint': {
      scene: {
        endpoints: { blue: { service: 'sqs' }, green: { service: 'kinesis-streams' } },
        before: { endpoints: { green: null } },
      },
      subject: 'green',
      inputs: ['plan'],
    },
    'the endpoint is new': { scene: { endpoints: { sqs: {} } } },
    'more subnets and another policy': {
      scene: {
        endpoints: { sqs: { subnets: ['a', 'b', 'c'] } },
        before: { endpoints: { sqs: { subnets: ['a', 'b'], policy: 'omitted' } } },
      },
      inputs: ['plan'],
    },
    'an address in a new subnet': {
      scene: {
        endpoints: { sqs: { subnets: ['a', 'b'], addresses: { b: '10.0.1.50' } } },
        before: { endpoints: { sqs: { subnets: ['a'], addresses: {} } } },
      },
      inputs: ['plan'],
    },
    'only Terraform cannot change it in place': {
      scene: { endpoints: { sqs: { privateDns: true } }, before: { endpoints: { sqs: { privateDns: false } } } },
      inputs: ['plan'],
    },
    'private DNS of a Resource endpoint: AWS switches it in place': {
      scene: {
        endpoints: {
          database: {
            type: 'Resource',
            resourceConfigurationArn:
              'arn:aws:vpc-lattice:us-east-1:210987654321:resourceconfiguration/rcfg-0123456789abcdef0',
            privateDns: true,
          },
        },
        before: { endpoints: { database: { privateDns: false } } },
      },
      inputs: ['plan'],
    },
    'moved within the code': {
      scene: { endpoints: { orders: { service: 'sqs', moved: 'queue' } }, before: {} },
      inputs: ['plan'],
    },
    'not accepted yet': {
      scene: {
        endpoints: { queue: { service: 'kinesis-streams' } },
        before: { endpoints: { queue: { service: 'sqs', state: 'pendingAcceptance' } } },
      },
      inputs: ['plan'],
    },
  },

  check(endpoint, net) {
    const { planned, replacement } = endpoint;
    const { before } = net;
    if (planned === null || planned === 'create') return notApplicable;
    const was = endpointBefore(endpoint, net);
    if (!was || !before) return planned === 'no-op' ? pass : undecided(notShown(endpoint));
    if (replacement?.open !== undefined) return missed(was, before) ?? undecided(replacement.open);
    const verdicts = replacement ? replaced(endpoint, was, before) : changed(endpoint, was, before);
    return verdicts.length === 0 ? pass : (missed(was, before) ?? verdicts);
  },
});

function replaced(endpoint: Endpoint, was: Endpoint, before: NetworkBefore): Verdict[] {
  const changes = immutableChanges(endpoint, was, before);
  if (typeof changes === 'string') return [undecided(changes)];
  const first = changes[0];
  if (!first) return [];
  const createsFirst = endpoint.replacement!.createsFirst;
  const ends = createsFirst
    ? 'a new endpoint is created and this one destroyed'
    : 'the endpoint is destroyed and recreated';
  return [
    fail({
      message: `AWS cannot change the ${series(changes.map(({ words }) => words))} of ${nameOf(endpoint)}, so ${ends}`,
      at: first.at,
      ...(createsFirst ? { level: 'note' } : {}),
      evidence: {
        changes: changes.map(({ attribute, before: old, after }) => ({ attribute, before: old, after })),
        ...(before.by === 'plan' ? { createBeforeDestroy: createsFirst } : {}),
      },
    }),
  ];
}

/** What is changed in place. */
function changed(endpoint: Endpoint, was: Endpoint, before: NetworkBefore): Verdict[] {
  if (!was.type.known) return [undecided(was.type)];
  if (was.type.value === 'GatewayLoadBalancer') return subnetOf(endpoint, was, before);
  return endpoint.planned === 'update' ? addresses(endpoint, was, before) : [];
}

function subnetOf(endpoint: Endpoint, was: Endpoint, before: NetworkBefore): Verdict[] {
  const { subnets } = endpoint;
  const gone = all(was.subnets).length > 0 && isExact(was.subnets);
  if (!gone) return whyOpen(was.subnets) === undefined ? [] : [undecided(was.subnets)];
  const leaves = was.subnets.sure.some((old) => all(subnets).every((now) => stays(old, now, before) === 'no'));
  const comes = subnets.sure.some((now) => was.subnets.sure.every((old) => stays(old, now, before) === 'no'));
  if (comes || (leaves && isExact(subnets) && subnets.sure.length > 0)) {
    return [
      fail({
        message: `AWS cannot move ${nameOf(endpoint)}, a Gateway Load Balancer endpoint, to another subnet`,
        at: subnets.at,
        evidence: { subnets: { before: was.subnets.sure.map(refName), after: subnets.sure.map(refName) } },
      }),
    ];
  }
  const same =
    subnets.sure.every((now) => was.subnets.sure.some((old) => stays(old, now, before) === 'yes')) &&
    was.subnets.sure.every((old) => subnets.sure.some((now) => stays(old, now, before) === 'yes'));
  return isExact(subnets) && (same || subnets.sure.length === 0) ? [] : [undecided(subnets)];
}

/** Addresses that are set for a network interface that has another one. */
function addresses(endpoint: Endpoint, was: Endpoint, before: NetworkBefore): Verdict[] {
  const verdicts: Verdict[] = [];
  if (!isExact(endpoint.addresses)) verdicts.push(undecided(endpoint.addresses));
  for (const now of endpoint.addresses.sure) {
    const old = was.addresses.sure.find(({ subnet }) => stays(subnet, now.subnet, before) === 'yes');
    const perhaps = was.addresses.sure.some(({ subnet }) => stays(subnet, now.subnet, before) === 'unknown');
    if (!old) {
      if (perhaps || !isExact(was.addresses)) verdicts.push(undecided(now.subnet, was.addresses));
      continue;
    }
    const verdict = addressOf(endpoint, now, old);
    if (verdict) verdicts.push(verdict);
  }
  return verdicts;
}

function addressOf(endpoint: Endpoint, now: SubnetAddress, old: SubnetAddress): Verdict | null {
  let unclear: Undecided | null = null;
  for (const family of ['ipv4', 'ipv6'] as const) {
    const [was, is] = [old[family], now[family]];
    // No address is set, so AWS keeps the existing one.
    if ((is.known && is.value === null) || (was.known && was.value === null)) continue;
    if (!is.known || !was.known) unclear ??= undecided(is, was);
    else if (is.value !== was.value) {
      const subnet = refName(now.subnet) ?? 'a subnet';
      return fail({
        message: `Changing the IP address of ${nameOf(endpoint)} in ${subnet} replaces that network interface and interrupts its clients`,
        at: is.at,
        detail: subnet,
        evidence: { subnet, address: { before: show(was), after: show(is) } },
      });
    }
  }
  return unclear;
}
