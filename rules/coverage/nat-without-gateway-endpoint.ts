import * as z from 'zod/mini';
import { waysOutOfVpc } from '../../src/ask/paths.ts';
import { endpointsTo } from '../../src/ask/services.ts';
import { table } from '../../src/base/table.ts';
import { controlsOf, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { inVpc, is, maybe, type Network, type Ref, type Vpc } from '../../src/model/index.ts';

const NAMES: Readonly<Record<string, string>> = table({ s3: 'S3', dynamodb: 'DynamoDB' });

export default defineRule({
  id: 'coverage/nat-without-gateway-endpoint',
  level: 'note',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'VPC sends S3 traffic through a NAT gateway instead of a gateway endpoint.',
  why: 'NAT gateways cost money for every gigabyte. Gateway endpoints are free, and their policies control access.',
  fix: 'Add a gateway endpoint and associate it with the route tables that use the NAT gateway.',
  fixIn: {
    terraform:
      'Add an `aws_vpc_endpoint` with `vpc_endpoint_type = "Gateway"`, and list the route tables of the NAT gateway in `route_table_ids`.',
    cloudformation:
      'Add an `AWS::EC2::VPCEndpoint` with `VpcEndpointType: Gateway`, and list the route tables of the NAT gateway in `RouteTableIds`.',
    cli: 'Run `aws ec2 create-vpc-endpoint --vpc-endpoint-type Gateway` with `--route-table-ids` of the route tables that use the NAT gateway.',
  },
  recipes: {
    cloudformation: `S3Endpoint:
  Type: AWS::EC2::VPCEndpoint
  Properties:
    VpcId: !Ref Vpc
    VpcEndpointType: Gateway
    ServiceName: !Sub com.amazonaws.\${AWS::Region}.s3
    RouteTableIds: [!Ref PrivateTableA, !Ref PrivateTableB]`,
    terraform:
      'resource "aws_vpc_endpoint" "s3" {\n  vpc_id            = aws_vpc.main.id\n  service_name      = "com.amazonaws.us-east-1.s3"\n  vpc_endpoint_type = "Gateway"\n  route_table_ids   = [aws_route_table.private.id]\n}',
  },
  exceptions: [
    'The VPC is a hub without workloads, as far as the input shows its network interfaces.',
    'With the option `interfaceInstead`, an interface endpoint with private DNS is enough.',
    'The option `services` lists the services to check. The default is `s3`; add `dynamodb` if you use it.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html'],
  controls: [...controlsOf('config', 'S3_VPC_ENDPOINT_ENABLED'), ...controlsOf('cis', '6.8')],
  subject: 'vpc',
  options: z.object({
    services: z._default(z.array(z.enum(['s3', 'dynamodb'])), ['s3']),
    /** Whether an interface endpoint is enough, for example to have only one policy. */
    interfaceInstead: z._default(z.boolean(), false),
  }),
  bad: {
    'only a NAT gateway': {
      scene: { routeTables: { out: { subnets: ['a', 'b'], routes: { '0.0.0.0/0': 'nat-gateway' } } }, ...client() },
      subject: 'main',
      says: '{main} sends S3 traffic through a NAT gateway, because it has no gateway endpoint for S3',
      undecidedIn: ['state', 'tfstate'],
    },
    'the option `services` with DynamoDB': {
      scene: {
        routeTables: { out: { subnets: ['a', 'b'], routes: { '0.0.0.0/0': 'nat-gateway' } } },
        endpoints: { s3: { type: 'Gateway', routeTables: ['out'] } },
        ...client(),
      },
      subject: 'main',
      options: { services: ['s3', 'dynamodb'] },
      says: '{main} sends DynamoDB traffic through a NAT gateway, because it has no gateway endpoint for DynamoDB',
      undecidedIn: ['state', 'tfstate'],
    },
    'an interface endpoint for on-premises clients': {
      scene: {
        routeTables: { out: { subnets: ['a', 'b'], routes: { '0.0.0.0/0': 'nat-gateway' } } },
        endpoints: { s3: { privateDns: false } },
        ...client(),
      },
      subject: 'main',
      options: { interfaceInstead: true },
      says: '{main} sends S3 traffic through a NAT gateway, because it has no gateway endpoint for S3',
      also: ['dns/private-dns-disabled'],
      undecidedIn: ['state', 'tfstate'],
    },
  },
  good: {
    'a deleted NAT gateway': {
      scene: {
        routeTables: { out: { subnets: ['a', 'b'], routes: { '0.0.0.0/0': { gone: 'nat-gateway' } } } },
        endpoints: { sqs: {} },
        ...client(),
      },
      subject: 'main',
      inputs: ['describe'],
    },
    'a NAT gateway and a gateway endpoint': {
      scene: {
        routeTables: { out: { subnets: ['a', 'b'], routes: { '0.0.0.0/0': 'nat-gateway' } } },
        endpoints: { s3: { type: 'Gateway', routeTables: ['out'] } },
        ...client(),
      },
      subject: 'main',
    },
    'no route out of the VPC': {
      scene: { endpoints: { sqs: {} } },
      subject: 'main',
      undecidedIn: ['state', 'tfstate'],
    },
    'a VPC without workloads': {
      scene: { routeTables: { out: { subnets: ['a', 'b'], routes: { '0.0.0.0/0': 'nat-gateway' } } } },
      subject: 'main',
      inputs: ['describe'],
    },
    'an interface endpoint instead': {
      scene: {
        routeTables: { out: { subnets: ['a', 'b'], routes: { '0.0.0.0/0': 'nat-gateway' } } },
        endpoints: { s3: { onlyInboundResolver: false } },
        ...client(),
      },
      subject: 'main',
      options: { interfaceInstead: true },
    },
    'a VPC with only a NAT gateway in it': {
      scene: {
        routeTables: { out: { subnets: ['a', 'b'], routes: { '0.0.0.0/0': 'nat-gateway' } } },
        vpcs: { main: {}, other: {} },
        interfaces: { nat: { subnet: 'c', type: 'nat_gateway' }, app: { subnet: 'other-a' } },
      },
      subject: 'main',
      inputs: ['describe'],
    },
  },

  check(vpc, net, { services, interfaceInstead }) {
    const ref: Ref<Vpc> = { is: 'entity', to: vpc, at: vpc.at };
    const ways = waysOutOfVpc(ref, net);
    const isNat = ways.sure.has('nat-gateway');
    if (!isNat && (ways.open === null || hasNoNat(ref, net))) return notApplicable;
    const verdicts = services.map((service) => {
      const there = endpointsTo(net, ref, service);
      const serves = (e: (typeof there.sure)[number], test: typeof is) =>
        test(e.type, 'Gateway') || (interfaceInstead && test(e.type, 'Interface') && test(e.privateDns, true));
      // With the endpoint, the routes do not matter.
      if (there.sure.some((e) => serves(e, is))) return pass;
      if (isEmptyOfWorkloads(ref, net)) return notApplicable;
      if (!isNat) return undecided(ways.open ?? undefined);
      const perhaps = [...there.sure, ...there.maybe].find((e) => serves(e, maybe));
      if (perhaps)
        return undecided(`whether ${perhaps.key} is a gateway endpoint for ${service} in the VPC is not known`);
      if (there.open !== null) return undecided(there.open);
      const complete = net.complete('endpoint', ref);
      return fail({
        message: `${nameOf(vpc)} sends ${NAMES[service]} traffic through a NAT gateway, because it has no gateway endpoint for ${NAMES[service]}`,
        at: vpc.at,
        evidence: { waysOut: [...ways.sure].sort(), service },
        detail: service,
        assumed: complete.complete && complete.assumed !== null ? [complete.assumed] : [],
      });
    });
    return verdicts.length > 0 ? verdicts : notApplicable;
  },
});

/** Whether the VPC surely has no NAT gateway, so that no route can use one. */
function hasNoNat(vpc: Ref<Vpc>, net: Network): boolean {
  if (!net.complete('gateway', vpc).complete) return false;
  const { sure, maybe: perhaps } = inVpc(net.gateways, vpc);
  return [...sure, ...perhaps].every(({ type }) => type !== 'nat-gateway');
}

/** Whether nothing in the VPC calls a service, in an input that shows all network interfaces of the account. */
function isEmptyOfWorkloads(vpc: Ref<Vpc>, net: Network): boolean {
  if (!net.complete('attachment').complete || !net.complete('attachment', vpc).complete) return false;
  const { sure, maybe: perhaps } = inVpc(net.attachments, vpc);
  return [...sure, ...perhaps].every((it) => is(it.calls, false));
}

function client() {
  return { interfaces: { app: { subnet: 'a' } } };
}
