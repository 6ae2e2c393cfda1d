import { endpointsTo, mayBeTo, sameServiceAs } from '../../src/ask/services.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { type Fact, is, maybe } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/s3-inbound-only-needs-gateway',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'S3 private DNS is for inbound resolver endpoints only, and the VPC has no S3 gateway endpoint.',
  why: 'The requests of the VPC itself then have no private path: AWS refuses the option without a gateway endpoint of the service.',
  fix: 'Make the S3 gateway endpoint of the VPC first, or give private DNS to the whole VPC.',
  recipes: {
    cloudformation: 'DependsOn: S3Gateway # beside Type, in the interface endpoint',
    terraform: 'depends_on = [aws_vpc_endpoint.s3_gateway]',
  },
  exceptions: [
    'Where Terraform leaves the option out, it is a warning: what AWS takes it for has changed over time.',
    'The option is off: private DNS is for all of the VPC.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html',
  ],
  bad: {
    'no gateway endpoint': {
      scene: { endpoints: { s3: { onlyInboundResolver: true } } },
      says: 's3 has private DNS for inbound resolvers only, but its VPC has no S3 gateway endpoint',
      levelIn: { describe: 'note' },
      undecidedIn: ['state', 'tfstate'],
    },
    'the option left out': {
      scene: { endpoints: { s3: {} } },
      says: 's3 has private DNS without saying for whom: AWS may demand an S3 gateway endpoint, and there is none',
      level: 'warning',
      inputs: ['plan', 'template'],
    },
    'a gateway endpoint in another VPC': {
      scene: {
        vpcs: { main: {}, other: {} },
        endpoints: { s3: { onlyInboundResolver: true }, gateway: { service: 's3', type: 'Gateway', vpc: 'other' } },
      },
      subject: 's3',
      says: 's3 has private DNS for inbound resolvers only, but its VPC has no S3 gateway endpoint',
      levelIn: { describe: 'note' },
      undecidedIn: ['state', 'tfstate'],
    },
  },
  good: {
    both: {
      scene: { endpoints: { s3: { onlyInboundResolver: true }, gateway: { service: 's3', type: 'Gateway' } } },
      subject: 's3',
    },
    'private DNS for all of the VPC': { scene: { endpoints: { s3: { onlyInboundResolver: false } } } },
    'the option left out beside a gateway endpoint': {
      scene: { endpoints: { s3: {}, gateway: { service: 's3', type: 'Gateway' } } },
      subject: 's3',
    },
    'no private DNS': { scene: { endpoints: { s3: { privateDns: false } } } },
    'a service nobody knows beside it': {
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
    if (there.some((e) => e.type.known && sameServiceAs(endpoint, e) === 'yes')) return pass;
    const perhaps = there[0] ?? gateway(s3.maybe)[0];
    if (perhaps || s3.open !== null)
      return undecided(
        perhaps && `whether ${perhaps.key} is an S3 gateway endpoint of the same VPC is not known`,
        perhaps ? undefined : (s3.open ?? undefined),
      );
    if (!option.known || !privateDns.known) return undecided(option, privateDns);
    const complete = net.complete('endpoint', endpoint.vpc);
    const { level, ...rest } = refused(endpoint);
    const omitted = option.value === null;
    return fail({
      message: omitted
        ? `${nameOf(endpoint)} has private DNS without saying for whom: AWS may demand an S3 gateway endpoint, and there is none`
        : `${nameOf(endpoint)} has private DNS for inbound resolvers only, but its VPC has no S3 gateway endpoint`,
      at: option.at,
      evidence: { privateDns: true, onlyInboundResolver: option.value, gatewayEndpoints: [] },
      assumed: complete.complete && complete.assumed !== null ? [complete.assumed] : [],
      ...rest,
      ...(level ? { level } : omitted ? { level: 'warning' } : {}),
    });
  },
});
