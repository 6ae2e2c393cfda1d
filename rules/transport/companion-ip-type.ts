import { isAlone, liveIn, mayBeTo } from '../../src/ask/services.ts';
import { isServiceUnknown, serviceFacts } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type Endpoint, is, type Network, show, type Tri } from '../../src/model/index.ts';

const SIX = new Set(['ipv6', 'dualstack']);

export default defineRule({
  id: 'transport/companion-ip-type',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'ECR endpoint supports IPv6, but the S3 endpoint it depends on does not.',
  why: 'Image layers come from S3. Clients that use IPv6 reach the registry, but cannot download the layers.',
  fix: 'Set the IP address type of the S3 endpoint in this VPC to dualstack.',
  fixIn: {
    terraform: 'Set `ip_address_type = "dualstack"` on the S3 endpoint in this VPC.',
    cloudformation: 'Set `IpAddressType: dualstack` on the S3 endpoint in this VPC.',
    cli: 'Run `aws ec2 modify-vpc-endpoint --ip-address-type dualstack` for the S3 endpoint in this VPC.',
  },
  recipes: {
    cloudformation: 'IpAddressType: dualstack',
    terraform: 'ip_address_type = "dualstack"',
  },
  sources: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html'],
  bad: {
    'S3 over IPv4 only': {
      scene: {
        subnets: { a: { ipv6: true }, b: { ipv6: true } },
        groups: { both: { ingress: [{ cidrs: ['vpc', 'fd00::/8'] }] } },
        endpoints: {
          'ecr.dkr': { ipAddressType: 'dualstack', groups: ['both'] },
          s3: { type: 'Gateway', ipAddressType: 'ipv4', policy: 'omitted' },
        },
      },
      subject: 'ecr.dkr',
      says: 'ecr.dkr has IP address type dualstack, but the S3 endpoint in its VPC has ipv4',
      inputs: ['state', 'tfstate'],
      also: ['policy/full-access'],
    },
    'a deleted S3 endpoint with IPv6': {
      scene: {
        subnets: { a: { ipv6: true }, b: { ipv6: true } },
        groups: { both: { ingress: [{ cidrs: ['vpc', 'fd00::/8'] }] } },
        endpoints: {
          'ecr.dkr': { ipAddressType: 'dualstack', groups: ['both'] },
          s3: { type: 'Gateway', ipAddressType: 'ipv4', policy: 'omitted' },
          gone: { service: 's3', type: 'Gateway', ipAddressType: 'dualstack', state: 'deleted', policy: 'omitted' },
        },
      },
      subject: 'ecr.dkr',
      says: 'ecr.dkr has IP address type dualstack, but the S3 endpoint in its VPC has ipv4',
      inputs: ['describe'],
      also: ['policy/full-access', 'coverage/missing-companion'],
    },
    'S3 with the default IP address type': {
      scene: {
        subnets: { a: { ipv6: true }, b: { ipv6: true } },
        groups: { both: { ingress: [{ cidrs: ['vpc', 'fd00::/8'] }] } },
        endpoints: {
          'ecr.dkr': { ipAddressType: 'dualstack', groups: ['both'] },
          s3: { type: 'Gateway', policy: 'omitted' },
        },
      },
      subject: 'ecr.dkr',
      says: 'ecr.dkr has IP address type dualstack, but the S3 endpoint in its VPC has ipv4',
      inputs: ['plan'],
      also: ['policy/full-access', 'coverage/missing-companion'],
    },
  },
  good: {
    'both IPv4': {
      scene: { endpoints: { 'ecr.dkr': { ipAddressType: 'ipv4' }, s3: { type: 'Gateway' } } },
      subject: 'ecr.dkr',
    },
  },

  check(endpoint, net) {
    const { serviceName, ipAddressType } = endpoint;
    if (!mayBeTo(endpoint, 'ecr.api', 'ecr.dkr')) return notApplicable;
    const key = keyOf(endpoint, net);
    if (key !== undefined ? !/^ecr\.(api|dkr)$/.test(key) : serviceName.known) return notApplicable;
    if (ipAddressType.known && (ipAddressType.value === null || !SIX.has(ipAddressType.value))) return pass;
    if (key === undefined || !ipAddressType.known)
      return isAlone(endpoint, net) ? pass : undecided(serviceName, ipAddressType);
    const there = liveIn(endpoint.vpc, net);
    const s3 = there.sure.filter((e) => keyOf(e, net) === 's3');
    if (s3.some((e) => e.ipAddressType.known && e.ipAddressType.value !== null && SIX.has(e.ipAddressType.value)))
      return pass;
    const four = s3.find((e) => isFour(e) === 'yes');
    const open =
      [...there.sure, ...there.maybe].find(isServiceUnknown) ?? there.maybe[0] ?? s3.find((e) => isFour(e) !== 'yes');
    if (!four)
      return s3.length === 0 && !open
        ? notApplicable
        : undecided(
            open?.serviceName,
            open?.ipAddressType,
            'the IP address type of the S3 endpoint in the VPC is not known',
          );
    if (open)
      return undecided(
        open.serviceName,
        open.ipAddressType,
        `vpce-lint cannot tell whether ${open.key} is another S3 endpoint in the VPC`,
      );
    return fail({
      message: `${nameOf(endpoint)} has IP address type ${show(ipAddressType)}, but the S3 endpoint in its VPC has ipv4`,
      at: ipAddressType.at,
      related: [{ message: 'the S3 endpoint', at: four.ipAddressType.at }],
      evidence: { ipAddressType: show(ipAddressType), s3: four.key },
    });
  },
});

function keyOf(endpoint: Endpoint, net: Network): string | undefined {
  return serviceFacts(net, endpoint)?.name?.key;
}

/** Whether an endpoint has only IPv4 addresses. The default of gateway endpoints is ipv4. */
function isFour({ type, ipAddressType }: Endpoint): Tri {
  if (!ipAddressType.known) return 'unknown';
  if (ipAddressType.value !== null) return is(ipAddressType, 'ipv4') ? 'yes' : 'no';
  return is(type, 'Gateway') ? 'yes' : 'unknown';
}
