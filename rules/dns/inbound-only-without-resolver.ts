import { wholeVpc } from '../../src/ask/s3-private-dns.ts';
import { mayBeTo } from '../../src/ask/services.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { inVpc, is } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/inbound-only-without-resolver',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'S3 private DNS is only for inbound resolver endpoints, but the VPC has none.',
  why: 'AWS answers the private name only to queries through an inbound resolver endpoint. Without one, no client can use it.',
  ...wholeVpc('Create an inbound resolver endpoint in the VPC'),
  recipes: {
    cloudformation: `FromOnPremises:
  Type: AWS::Route53Resolver::ResolverEndpoint
  Properties:
    Direction: INBOUND
    # ...`,
    terraform: 'resource "aws_route53_resolver_endpoint" "from_on_premises" {\n  direction = "INBOUND"\n  # ...\n}',
  },
  exceptions: [
    'The VPC has an inbound Route 53 Resolver endpoint.',
    'The input shows neither all network interfaces of the VPC nor all Resolver endpoints.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html',
  ],
  bad: {
    'no resolver endpoint': {
      scene: {
        endpoints: {
          s3: { onlyInboundResolver: true, dependsOn: ['gateway'] },
          gateway: { service: 's3', type: 'Gateway' },
        },
      },
      subject: 's3',
      says: 'Private DNS of s3 is only for inbound resolver endpoints, but its VPC has none',
      undecidedIn: ['state', 'tfstate'],
    },
    'only an outbound resolver endpoint': {
      scene: {
        endpoints: {
          s3: { onlyInboundResolver: true, dependsOn: ['gateway'] },
          gateway: { service: 's3', type: 'Gateway' },
        },
        resolverEndpoints: { out: { direction: 'OUTBOUND' } },
      },
      subject: 's3',
      says: 'Private DNS of s3 is only for inbound resolver endpoints, but its VPC has none',
      undecidedIn: ['state', 'tfstate'],
    },
  },
  good: {
    'an inbound resolver endpoint': {
      scene: {
        endpoints: {
          s3: { onlyInboundResolver: true, dependsOn: ['gateway'] },
          gateway: { service: 's3', type: 'Gateway' },
        },
        resolverEndpoints: { in: {} },
      },
      subject: 's3',
    },
    'private DNS for the whole VPC': { scene: { endpoints: { s3: { onlyInboundResolver: false } } } },
    'no private DNS': { scene: { endpoints: { s3: { privateDns: false } } } },
  },

  check(endpoint, net) {
    const { type, privateDns, dnsOptions } = endpoint;
    if ((type.known && type.value !== 'Interface') || is(privateDns, false) || !mayBeTo(endpoint, 's3'))
      return notApplicable;
    if (!dnsOptions.known) return undecided(dnsOptions);
    const option = dnsOptions.value?.onlyInboundResolver;
    if (option === undefined || (option.known && option.value !== true)) return notApplicable;
    const { sure, maybe } = inVpc(net.attachments, endpoint.vpc);
    if (sure.some(({ inboundResolver }) => is(inboundResolver, true))) return pass;
    const doubtful =
      sure.find(({ inboundResolver }) => !inboundResolver.known) ??
      maybe.find(({ inboundResolver }) => !is(inboundResolver, false));
    const complete = net.complete('attachment', endpoint.vpc);
    const resolvers = complete.complete ? complete : complete.resolvers;
    if (doubtful || !resolvers)
      return undecided(
        doubtful && `it is not known whether ${doubtful.key} is an inbound resolver endpoint of the VPC`,
        complete.complete ? undefined : complete.because,
      );
    if (!type.known || !endpoint.serviceName.known || !privateDns.known || !option.known)
      return undecided(type, endpoint.serviceName, privateDns, option);
    return fail({
      message: `Private DNS of ${nameOf(endpoint)} is only for inbound resolver endpoints, but its VPC has none`,
      at: option.at,
      evidence: { onlyInboundResolver: true, inboundResolverEndpoints: [] },
      assumed: resolvers.assumed === null ? [] : [resolvers.assumed],
    });
  },
});
