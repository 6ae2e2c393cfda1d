import * as z from 'zod/mini';
import { addEndpoints } from '../../src/ask/add-endpoints.ts';
import { linksOf } from '../../src/ask/links.ts';
import { endpointsTo, liveIn } from '../../src/ask/services.ts';
import { parseServiceName } from '../../src/aws/index.ts';
import { listed } from '../../src/base/words.ts';
import {
  type Control,
  controlsOf,
  defineRule,
  fail,
  nameOf,
  notApplicable,
  pass,
  undecided,
  type Verdict,
} from '../../src/engine/index.ts';
import type { Network, Ref, Vpc } from '../../src/model/index.ts';

/** The service that each control of Security Hub requires. */
const SERVICE_OF: ReadonlyMap<string, string> = new Map([
  ['EC2.10', 'ec2'],
  ['EC2.55', 'ecr.api'],
  ['EC2.56', 'ecr.dkr'],
  ['EC2.57', 'ssm'],
  ['EC2.58', 'ssm-contacts'],
  ['EC2.60', 'ssm-incidents'],
]);

/** Controls of other frameworks that AWS maps to EC2.10. */
const ALIASES: readonly Control[] = [
  ...controlsOf('config', 'VPC_ENDPOINT_ENABLED', 'SERVICE_VPC_ENDPOINT_ENABLED'),
  ...controlsOf('nist-800-53', 'AC-21', 'AC-3', 'AC-3(7)', 'AC-4', 'AC-4(21)', 'AC-6', 'SC-7', 'SC-7(11)', 'SC-7(16)'),
  ...controlsOf('nist-800-53', 'SC-7(20)', 'SC-7(21)', 'SC-7(3)', 'SC-7(4)', 'SC-7(9)'),
  ...controlsOf('nist-800-171', '3.1.3', '3.13.1'),
  ...controlsOf('pci-dss', '1.2.8', '1.3.1', '1.3.2', '1.4.2', '1.5.1', 'A1.1.3'),
];

export default defineRule({
  id: 'coverage/required-service',
  level: 'warning',
  preset: 'strict',
  since: '0.2.0',
  summary: 'VPC has no endpoint for a service that a control requires.',
  why: 'Security Hub and AWS Config report a VPC without the endpoint, even if nothing in the VPC calls the service.',
  fix: 'Add the endpoints to the VPC, or turn off the control if nothing calls the service.',
  recipes: {
    cloudformation: `Ec2Endpoint:
  Type: AWS::EC2::VPCEndpoint
  Properties:
    VpcId: !Ref Vpc
    VpcEndpointType: Interface
    ServiceName: !Sub com.amazonaws.\${AWS::Region}.ec2
    SubnetIds: [!Ref PrivateA, !Ref PrivateB]
    SecurityGroupIds: [!Ref EndpointGroup]
    PrivateDnsEnabled: true`,
    terraform:
      'resource "aws_vpc_endpoint" "ec2" {\n  vpc_id              = aws_vpc.main.id\n  service_name        = "com.amazonaws.us-east-1.ec2"\n  vpc_endpoint_type   = "Interface"\n  subnet_ids          = [aws_subnet.a.id, aws_subnet.b.id]\n  security_group_ids  = [aws_security_group.endpoints.id]\n  private_dns_enabled = true\n}',
  },
  exceptions: [
    'It runs only if you ask for it: a preset of a framework, `--select control:...`, `--select coverage/required-service` or the option `services`.',
    'The option `services` lists the services to check. The default is the services of the selected controls.',
    'With `--select coverage/required-service`, the services are those of EC2.10, EC2.55 to EC2.58 and EC2.60 in Security Hub.',
    'An endpoint for the FIPS name of a service counts, as in AWS Config.',
    'For the preset `cis-7.0`, any endpoint is enough. Undecided if the VPC may use endpoints of other networks.',
  ],
  sources: [
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/vpc-endpoint-enabled.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/service-vpc-endpoint-enabled.html',
  ],
  controls: [...controlsOf('fsbp', ...SERVICE_OF.keys()), ...controlsOf('cis', '6.8'), ...ALIASES],
  subject: 'vpc',
  options: z.object({
    /** Services for which every VPC must have an endpoint: `ec2`, `ecr.api`, or full service names. */
    services: z.optional(z.array(z.string())),
  }),
  bad: {
    'the option `services`': {
      scene: { endpoints: { ec2: {} } },
      options: { services: ['ec2', 'com.amazonaws.us-east-1.logs'] },
      says: '{vpc:main} has no endpoint for logs',
      undecidedIn: ['state', 'tfstate'],
    },
    'controls of Security Hub': {
      scene: { endpoints: { ec2: {}, 'ssm-contacts': {} } },
      preset: 'fsbp',
      says: '{vpc:main} has no endpoint for ecr.api, ecr.dkr, ssm, ssm-incidents',
      undecidedIn: ['state', 'tfstate'],
    },
    'no endpoint at all': {
      scene: { vpcs: { main: {}, other: {} }, endpoints: { ec2: {} } },
      subject: 'other',
      preset: 'cis-7.0',
      says: '{vpc:other} has no VPC endpoint',
      undecidedIn: ['state', 'tfstate'],
    },
  },
  good: {
    'the FIPS endpoint': {
      scene: { endpoints: { 'ec2-fips': {} } },
      options: { services: ['ec2'] },
    },
    'no control is selected': { scene: { endpoints: { sqs: {} } } },
    'any endpoint is enough': { scene: { endpoints: { kms: {} } }, preset: 'cis-7.0' },
    'a VPC that may use endpoints of another VPC': {
      scene: {
        vpcs: { main: {}, hub: {} },
        routeTables: { apps: { subnets: ['a', 'b', 'c'], routes: { '10.1.0.0/16': { peer: 'hub' } } } },
        endpoints: { ec2: { vpc: 'hub' } },
      },
      subject: 'main',
      preset: 'cis-7.0',
      inputs: ['plan', 'describe', 'template'],
      undecidedIn: ['plan', 'describe', 'template'],
    },
    'an unknown service': {
      scene: { endpoints: { other: { serviceName: 'unknown', privateDns: false } } },
      options: { services: ['ec2'] },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
  },

  check(vpc, net, { services }, run) {
    const ref: Ref<Vpc> = { is: 'entity', to: vpc, at: vpc.at };
    const asked = run.controls ?? [];
    const named = services ?? servicesOf(asked);
    if (named.length > 0) return endpointToEach(vpc, ref, net, named);
    return asked.some(({ framework }) => framework === 'cis') ? anyEndpoint(vpc, ref, net) : notApplicable;
  },
});

/** The services that controls require. */
function servicesOf(asked: readonly Control[]): string[] {
  const isAsked = (framework: Control['framework'], id: string) =>
    asked.some((each) => each.framework === framework && each.control === id);
  const isAlias = ALIASES.some(({ framework, control }) => isAsked(framework, control));
  return [...SERVICE_OF]
    .filter(([id, service]) => isAsked('fsbp', id) || (isAlias && service === 'ec2'))
    .map(([, service]) => service);
}

function endpointToEach(vpc: Vpc, ref: Ref<Vpc>, net: Network, services: readonly string[]): Verdict {
  const missing: string[] = [];
  let open: string | null = null;
  for (const service of new Set(services.map(keyOf))) {
    const there = endpointsTo(net, ref, service);
    if (there.sure.length > 0) continue;
    const [perhaps] = there.maybe;
    if (perhaps) open ??= `whether ${perhaps.key} is an endpoint for ${service} in the VPC is not known`;
    else if (there.open !== null) open ??= there.open;
    else missing.push(service);
  }
  if (missing.length === 0) return open === null ? pass : undecided(open);
  const asking = [...SERVICE_OF].filter(([, service]) => missing.includes(service)).map(([control]) => control);
  return fail({
    message: `${nameOf(vpc)} has no endpoint for ${listed(missing, 4)}`,
    at: vpc.at,
    evidence: { missing, controls: asking },
    ...addEndpoints(missing, ', or turn off the control if nothing calls the service'),
    assumed: assumedFor(ref, net),
  });
}

/** `ec2` of `ec2`, `ec2-fips` and `com.amazonaws.us-east-1.ec2`. */
function keyOf(name: string): string {
  const { owner, key } = parseServiceName(name);
  return (owner === 'aws' ? key : name).replace(/-fips(?=$|\.)/, '');
}

function anyEndpoint(vpc: Vpc, ref: Ref<Vpc>, net: Network): Verdict {
  const live = liveIn(ref, net);
  if (live.sure.length > 0) return pass;
  const [perhaps] = live.maybe;
  if (perhaps) return undecided(`whether ${perhaps.key} is an endpoint in the VPC is not known`);
  const complete = net.complete('endpoint', ref);
  if (!complete.complete) return undecided(complete.because);
  const links = linksOf(ref, net);
  if (links.sure.size > 0 || links.open !== null)
    return undecided(links.open ?? `whether ${nameOf(vpc)} uses endpoints of another network is not known`);
  return fail({
    message: `${nameOf(vpc)} has no VPC endpoint`,
    at: vpc.at,
    detail: 'none',
    evidence: { endpoints: 0 },
    why: 'CIS requires gateway or interface endpoints for AWS services. Without them, calls to AWS leave this VPC or fail.',
    fix: 'Add endpoints for the services that the VPC uses, for example a gateway endpoint for S3.',
    fixIn: {
      terraform: 'Add an `aws_vpc_endpoint` for each service that the VPC uses, for example a gateway endpoint for S3.',
      cloudformation:
        'Add an `AWS::EC2::VPCEndpoint` for each service that the VPC uses, for example a gateway endpoint for S3.',
      cli: 'Run `aws ec2 create-vpc-endpoint` for each service that the VPC uses, for example a gateway endpoint for S3.',
    },
    assumed: assumedFor(ref, net),
  });
}

function assumedFor(ref: Ref<Vpc>, net: Network): string[] {
  const complete = net.complete('endpoint', ref);
  return complete.complete && complete.assumed !== null ? [complete.assumed] : [];
}
