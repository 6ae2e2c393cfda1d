import * as z from 'zod/mini';
import { onlyInbound } from '../../src/ask/s3-private-dns.ts';
import { endpointsTo, isAlone, mayBeTo, sameServiceAs } from '../../src/ask/services.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, maybe } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/s3-interface-shadows-gateway',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'S3 interface endpoint carries requests that the free gateway endpoint of its VPC could carry.',
  why: 'The names of S3 lead to the interface endpoint, so you pay for every gigabyte that the gateway endpoint carries for free.',
  ...onlyInbound,
  recipes: {
    cloudformation: `DnsOptions:
  PrivateDnsOnlyForInboundResolverEndpoint: OnlyInboundResolver`,
    terraform: 'dns_options {\n  private_dns_only_for_inbound_resolver_endpoint = true\n}',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --dns-options PrivateDnsOnlyForInboundResolverEndpoint=true',
  },
  exceptions: ['The option `intended` says that all S3 traffic must use the interface endpoint.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html'],
  options: z.object({
    /** Whether all S3 traffic must use the interface endpoint. */
    intended: z._default(z.boolean(), false),
  }),
  bad: {
    'private DNS for the whole VPC': {
      scene: { endpoints: { s3: { onlyInboundResolver: false }, gateway: { service: 's3', type: 'Gateway' } } },
      subject: 's3',
      says: 'Private DNS of s3 is for its whole VPC, so S3 requests bypass the gateway endpoint {gateway}',
    },
  },
  good: {
    'only inbound resolver endpoints': {
      scene: { endpoints: { s3: { onlyInboundResolver: true }, gateway: { service: 's3', type: 'Gateway' } } },
      subject: 's3',
    },
    'no private DNS': {
      scene: { endpoints: { s3: { privateDns: false }, gateway: { service: 's3', type: 'Gateway' } } },
      subject: 's3',
    },
    'the option `intended`': {
      scene: { endpoints: { s3: { onlyInboundResolver: false }, gateway: { service: 's3', type: 'Gateway' } } },
      subject: 's3',
      options: { intended: true },
    },
    'no gateway endpoint': {
      scene: { endpoints: { s3: { onlyInboundResolver: false } } },
      undecidedIn: ['state', 'tfstate'],
    },
    'a gateway endpoint to DynamoDB': {
      scene: { endpoints: { s3: { onlyInboundResolver: false }, dynamodb: { type: 'Gateway' } } },
      subject: 's3',
      undecidedIn: ['state', 'tfstate'],
    },
    'the DNS option not set': {
      scene: { endpoints: { s3: {}, gateway: { service: 's3', type: 'Gateway' } } },
      subject: 's3',
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
  },

  check(endpoint, net, { intended }) {
    const { type, privateDns, serviceName, dnsOptions } = endpoint;
    if (is(privateDns, false) || !maybe(type, 'Interface') || !mayBeTo(endpoint, 's3')) return notApplicable;
    if (!type.known || !serviceName.known) return isAlone(endpoint, net) ? pass : undecided(type, serviceName);
    if (intended) return pass;
    const option = dnsOptions.known ? dnsOptions.value?.onlyInboundResolver : dnsOptions;
    if (option?.known && option.value === true) return pass;

    const s3 = endpointsTo(net, endpoint.vpc, 's3');
    const mayBe = (e: typeof endpoint) => maybe(e.type, 'Gateway') && sameServiceAs(endpoint, e) !== 'no';
    const gateway = s3.sure.find((e) => is(e.type, 'Gateway') && sameServiceAs(endpoint, e) === 'yes');
    const perhaps = [...s3.sure, ...s3.maybe].find(mayBe);
    if (!gateway) {
      if (!perhaps && s3.open === null) return pass;
      return undecided(
        perhaps && `it is not known whether ${perhaps.key} is an S3 gateway endpoint of the same VPC`,
        perhaps ? undefined : (s3.open ?? undefined),
      );
    }
    if (!option?.known || option.value === null || !privateDns.known)
      return undecided(
        option,
        privateDns,
        'AWS decides whether private DNS is only for inbound resolver endpoints, because the endpoint does not say',
      );
    return fail({
      message: `Private DNS of ${nameOf(endpoint)} is for its whole VPC, so S3 requests bypass the gateway endpoint ${gateway.key}`,
      at: option.at,
      related: [{ message: 'the gateway endpoint', at: gateway.at }],
      evidence: { privateDns: true, onlyInboundResolver: false, gateway: gateway.key },
    });
  },
});
