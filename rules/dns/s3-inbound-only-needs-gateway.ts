import { endpointBefore } from '../../src/ask/before.ts';
import { wholeVpc } from '../../src/ask/s3-private-dns.ts';
import { endpointsTo, mayBeTo, sameServiceAs } from '../../src/ask/services.ts';
import { asksAnew } from '../../src/ask/zone-holders.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided, type Verdict } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { type Endpoint, type Fact, is, maybe, type Network, PASS_SOURCES, reason } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/s3-inbound-only-needs-gateway',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary:
    'S3 private DNS is only for inbound resolver endpoints, but the VPC has no S3 gateway endpoint or creates it too late.',
  why: 'AWS rejects this option without an S3 gateway endpoint, because requests from the VPC itself would have no private path.',
  ...wholeVpc('Create an S3 gateway endpoint in the VPC first'),
  recipes: {
    cloudformation: 'DependsOn: S3Gateway # next to Type, in the interface endpoint',
    terraform: 'depends_on = [aws_vpc_endpoint.s3_gateway]',
  },
  exceptions: [
    'The gateway endpoint exists already, or the interface endpoint depends on it.',
    'The finding is a warning if the option is not set, because the default of AWS has changed over time.',
    'The option is off, so private DNS is for the whole VPC.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html',
  ],
  bad: {
    'no gateway endpoint': {
      scene: { endpoints: { s3: { onlyInboundResolver: true } } },
      says: 'Private DNS of s3 is only for inbound resolver endpoints, but its VPC has no S3 gateway endpoint',
      levelIn: { describe: 'note' },
      undecidedIn: ['state', 'tfstate'],
    },
    'the option not set': {
      scene: { endpoints: { s3: {} } },
      says: 'AWS may require an S3 gateway endpoint for the private DNS of s3, but its VPC has none',
      level: 'warning',
      inputs: ['plan', 'template'],
    },
    'a gateway endpoint in another VPC': {
      scene: {
        vpcs: { main: {}, other: {} },
        endpoints: { s3: { onlyInboundResolver: true }, gateway: { service: 's3', type: 'Gateway', vpc: 'other' } },
      },
      subject: 's3',
      says: 'Private DNS of s3 is only for inbound resolver endpoints, but its VPC has no S3 gateway endpoint',
      levelIn: { describe: 'note' },
      undecidedIn: ['state', 'tfstate'],
    },
    'both created at once': {
      scene: { endpoints: { s3: { onlyInboundResolver: true }, gateway: { service: 's3', type: 'Gateway' } } },
      subject: 's3',
      says: 'Private DNS of s3 is only for inbound resolver endpoints, but nothing creates {gateway} first',
      inputs: ['plan', 'template'],
    },
  },
  good: {
    'both, the gateway endpoint first': {
      scene: {
        endpoints: {
          s3: { onlyInboundResolver: true, dependsOn: ['gateway'] },
          gateway: { service: 's3', type: 'Gateway' },
        },
      },
      subject: 's3',
    },
    'a gateway endpoint that exists already': {
      scene: {
        endpoints: { s3: { onlyInboundResolver: true }, gateway: { service: 's3', type: 'Gateway' } },
        before: { endpoints: { s3: null } },
      },
      subject: 's3',
      inputs: ['plan'],
    },
    'private DNS for the whole VPC': { scene: { endpoints: { s3: { onlyInboundResolver: false } } } },
    'the option not set, with a gateway endpoint': {
      scene: { endpoints: { s3: {}, gateway: { service: 's3', type: 'Gateway' } } },
      subject: 's3',
    },
    'no private DNS': { scene: { endpoints: { s3: { privateDns: false } } } },
    'another endpoint of an unknown service': {
      scene: {
        endpoints: {
          s3: { onlyInboundResolver: true },
          other: { serviceName: 'unknown', type: 'Gateway', privateDns: false },
        },
      },
      subject: 's3',
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
  },

  check(endpoint, net) {
    const { type, privateDns, serviceName, dnsOptions } = endpoint;
    if (is(privateDns, false) || !maybe(type, 'Interface') || !mayBeTo(endpoint, 's3')) return notApplicable;
    const option: Fact<boolean | null> = !dnsOptions.known
      ? dnsOptions
      : (dnsOptions.value?.onlyInboundResolver ?? { known: true, value: null, at: dnsOptions.at });
    if (!type.known || !serviceName.known) return undecided(type, serviceName);
    if (is(option, false)) return pass;

    const s3 = endpointsTo(net, endpoint.vpc, 's3');
    const gateway = (list: readonly (typeof endpoint)[]) =>
      list.filter((e) => maybe(e.type, 'Gateway') && sameServiceAs(endpoint, e) !== 'no');
    const there = gateway(s3.sure);
    const gateways = there.filter((e) => e.type.known && sameServiceAs(endpoint, e) === 'yes');
    if (gateways.length > 0) return inTime(endpoint, gateways, option, net);
    const perhaps = there[0] ?? gateway(s3.maybe)[0];
    if (perhaps || s3.open !== null)
      return undecided(
        perhaps && `it is not known whether ${perhaps.key} is an S3 gateway endpoint of the same VPC`,
        perhaps ? undefined : (s3.open ?? undefined),
      );
    if (!option.known || !privateDns.known) return undecided(option, privateDns);
    const complete = net.complete('endpoint', endpoint.vpc);
    const { level, ...rest } = refused(endpoint);
    const omitted = option.value === null;
    return fail({
      message: omitted
        ? `AWS may require an S3 gateway endpoint for the private DNS of ${nameOf(endpoint)}, but its VPC has none`
        : `Private DNS of ${nameOf(endpoint)} is only for inbound resolver endpoints, but its VPC has no S3 gateway endpoint`,
      at: option.at,
      evidence: { privateDns: true, onlyInboundResolver: option.value, gatewayEndpoints: [] },
      assumed: complete.complete && complete.assumed !== null ? [complete.assumed] : [],
      ...rest,
      ...(level ? { level } : omitted ? { level: 'warning' } : {}),
    });
  },
});

/** Whether one of the gateway endpoints exists when private DNS is turned on. */
function inTime(
  endpoint: Endpoint,
  gateways: readonly Endpoint[],
  option: Fact<boolean | null>,
  net: Network,
): Verdict {
  const { isOrdered } = net;
  const isNew = ({ planned }: Endpoint) => planned === 'create' || planned === 'replace';
  if (is(option, null) || !isOrdered || !gateways.every(isNew) || !asksNow(endpoint, net)) return pass;
  // Another resource may turn it on.
  const then = endpoint.privateDns.at.address ?? endpoint.key;
  const orders = gateways.map(({ key }) => isOrdered(key, then));
  if (orders.includes('yes')) return pass;
  const [gateway] = gateways;
  if (!option.known || !endpoint.privateDns.known) return undecided(option, endpoint.privateDns);
  if (orders.includes('unknown'))
    return undecided(reason(`it is not known whether ${then} depends on ${gateway!.key}`, PASS_SOURCES));
  return fail({
    message: `Private DNS of ${nameOf(endpoint)} is only for inbound resolver endpoints, but nothing creates ${gateway!.key} first`,
    at: option.at,
    related: [{ message: 'the gateway endpoint', at: gateway!.at }],
    evidence: { privateDns: true, onlyInboundResolver: true, gatewayEndpoints: gateways.map(({ key }) => key) },
    why: 'Both are created at once. AWS rejects the option as long as the VPC has no S3 gateway endpoint, so the deployment fails.',
    fix: `Make the interface endpoint depend on ${gateway!.key}.`,
    fixIn: {
      terraform: `Add \`depends_on = [${gateway!.key}]\` to the interface endpoint.`,
      cloudformation: `Add \`DependsOn: ${gateway!.key}\` to the interface endpoint.`,
    },
  });
}

/** Whether the plan asks for the option now. */
function asksNow(endpoint: Endpoint, net: Network): boolean {
  if (asksAnew(endpoint, net)) return true;
  const was = endpoint.planned === 'update' ? endpointBefore(endpoint, net) : undefined;
  const before = was?.dnsOptions.known ? was.dnsOptions.value?.onlyInboundResolver : undefined;
  return was !== undefined && before !== undefined && !is(before, true);
}
