import { endpointBefore, notShown, sameTarget, stays } from '../../src/ask/before.ts';
import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { takes } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type Endpoint, type Fact, is, known, type NetworkBefore, unknown } from '../../src/model/index.ts';

export default defineRule({
  id: 'change/private-dns-switched-on',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'The plan or change set turns on private DNS in a VPC that is in use.',
  why: 'Every client in the VPC then uses this endpoint. Calls fail if its security groups, endpoint policy or Availability Zones do not cover a client.',
  fix: 'First check that security groups, endpoint policy and Availability Zones cover all clients. Then turn on private DNS in a separate change.',
  fixIn: {
    terraform:
      'First check that security groups, endpoint policy and Availability Zones cover all clients. Then set `private_dns_enabled = true` in a separate change.',
    cloudformation:
      'First check that security groups, endpoint policy and Availability Zones cover all clients. Then set `PrivateDnsEnabled: true` in a separate change.',
  },
  recipes: {
    cloudformation: 'PrivateDnsEnabled: false # until the endpoint is tested by its own DNS name',
    terraform: 'private_dns_enabled = false # until the endpoint is tested by its own DNS name',
  },
  exceptions: [
    'The plan creates the VPC, or is the first plan of its stack.',
    'Another endpoint for the service had private DNS in the VPC before.',
    'Private DNS is for inbound resolver endpoints only.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html',
  ],
  bad: {
    'turned on': {
      scene: { endpoints: { sqs: { privateDns: true } }, before: { endpoints: { sqs: { privateDns: false } } } },
      says: 'This plan turns on private DNS for sqs, so every client in the VPC will use the endpoint',
      inputs: ['plan'],
    },
    'a new endpoint': {
      scene: { endpoints: { sqs: {} }, before: { endpoints: { sqs: null } } },
      says: 'This plan turns on private DNS for sqs, so every client in the VPC will use the endpoint',
      inputs: ['plan'],
    },
    'no longer for inbound resolvers only': {
      scene: {
        endpoints: { s3: { onlyInboundResolver: false }, gateway: { service: 's3', type: 'Gateway' } },
        before: { endpoints: { s3: { onlyInboundResolver: true } } },
      },
      subject: 's3',
      also: ['dns/s3-interface-shadows-gateway'],
      says: 'This plan turns on private DNS for s3, so every client in the VPC will use the endpoint',
      inputs: ['plan'],
    },
    'a gateway endpoint before': {
      scene: {
        endpoints: { s3: { onlyInboundResolver: false } },
        before: { endpoints: { s3: { type: 'Gateway', privateDns: true } } },
      },
      says: 'This plan turns on private DNS for s3, so every client in the VPC will use the endpoint',
      inputs: ['plan'],
    },
  },
  good: {
    'private DNS was on before': {
      scene: {
        endpoints: { sqs: { subnets: ['a', 'b', 'c'] } },
        before: { endpoints: { sqs: { subnets: ['a', 'b'] } } },
      },
      inputs: ['plan'],
    },
    'a new VPC': {
      scene: {
        vpcs: { main: {}, fresh: {} },
        endpoints: { sqs: { vpc: 'fresh' } },
        before: { vpcs: { fresh: null }, endpoints: { sqs: null } },
      },
      inputs: ['plan'],
    },
    'the first plan of the stack': { scene: { endpoints: { sqs: {} } } },
    'for inbound resolvers only': {
      scene: {
        endpoints: { s3: { onlyInboundResolver: true }, gateway: { service: 's3', type: 'Gateway' } },
        before: { endpoints: { s3: null } },
      },
      subject: 's3',
      inputs: ['plan'],
    },
    'a replacement for another endpoint': {
      scene: {
        endpoints: { orders: { service: 'sqs' } },
        before: { endpoints: { queue: { service: 'sqs' }, orders: null } },
      },
      inputs: ['plan'],
    },
    off: {
      scene: { endpoints: { sqs: { privateDns: false } }, before: { endpoints: { sqs: { subnets: ['a'] } } } },
      inputs: ['plan'],
    },
    'a gateway endpoint, which has no private DNS': {
      scene: {
        endpoints: { s3: { type: 'Gateway', routeTables: 'omitted', privateDns: true } },
        before: { endpoints: { s3: null } },
      },
      inputs: ['plan'],
    },
  },

  check(endpoint, net) {
    const { planned, vpc } = endpoint;
    const { before } = net;
    if (planned === null || !before) return notApplicable;
    const on = servesVpc(endpoint);
    if (is(on, false)) return pass;
    if (vpc.is === 'entity' && vpc.to.created) return notApplicable;
    const was = endpointBefore(endpoint, net);
    if (!was && planned !== 'create') return planned === 'no-op' ? pass : undecided(notShown(endpoint));
    const stood = was ? holder(was, endpoint, before) : false;
    if (stood === true) return pass;
    let unclear = typeof stood === 'string' ? stood : undefined;
    for (const other of before.network.endpoints) {
      if (other.key === endpoint.key) continue;
      const held = holder(other, endpoint, before);
      if (held === true) return pass;
      if (typeof held === 'string') unclear ??= held;
    }
    if (vpc.is === 'unknown') unclear ??= vpc.because;
    if (!on.known || unclear !== undefined) return undecided(on, unclear);
    const change = before.by === 'plan' ? 'plan' : 'change set';
    return fail({
      message: `This ${change} turns on private DNS for ${nameOf(endpoint)}, so every client in the VPC will use the endpoint`,
      at: endpoint.privateDns.at,
      evidence: { privateDns: { before: was ? false : null, after: true } },
    });
  },
});

/** Whether the public name of the service resolves to the endpoint in the VPC. */
function servesVpc(endpoint: Endpoint): Fact<boolean> {
  const { privateDns, dnsOptions, type } = endpoint;
  if (!privateDns.known || !privateDns.value) return privateDns;
  if (!type.known) return type;
  if (takes(type.value, 'privateDns') === false) return known(false, type.at);
  if (!dnsOptions.known) return dnsOptions;
  const inbound = dnsOptions.value?.onlyInboundResolver ?? known(null, dnsOptions.at);
  if (!inbound.known) return inbound;
  if (inbound.value === true) return known(false, inbound.at);
  if (inbound.value === false || serviceKeyOf(endpoint) !== 's3') return known(true, privateDns.at);
  return unknown(
    'the DNS options do not say whether private DNS of S3 is for inbound resolver endpoints only',
    inbound.at,
  );
}

/** Whether an endpoint already had the private names in the VPC; a text says why that is not known. */
function holder(was: Endpoint, endpoint: Endpoint, before: NetworkBefore): boolean | string {
  const [service, vpc, on] = [sameTarget(was, endpoint), stays(was.vpc, endpoint.vpc, before), servesVpc(was)];
  if (service === 'no' || vpc === 'no' || is(on, false)) return false;
  if (service === 'yes' && vpc === 'yes' && on.known) return true;
  return on.known ? `whether ${was.key} had private DNS for the service before is not known` : on.because;
}
