import { linksOf } from '../../src/ask/links.ts';
import { endpointsTo, mayBeTo } from '../../src/ask/services.ts';
import { serviceFacts } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, maybe } from '../../src/model/index.ts';

const SERVICES = ['s3', 'dynamodb'];

export default defineRule({
  id: 'coverage/interface-where-gateway-fits',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Interface endpoint for S3 or DynamoDB in a VPC that is not connected to other networks.',
  why: 'AWS bills interface endpoints. A gateway endpoint is free and serves all clients inside the VPC.',
  fix: 'Replace the endpoint with a gateway endpoint.',
  fixIn: {
    terraform: 'Set `vpc_endpoint_type = "Gateway"` and `route_table_ids`, and remove the subnets and security groups.',
    cloudformation: 'Set `VpcEndpointType: Gateway` and `RouteTableIds`, and remove the subnets and security groups.',
    cli: 'Run `aws ec2 create-vpc-endpoint --vpc-endpoint-type Gateway --route-table-ids`, then delete this endpoint.',
  },
  recipes: {
    cloudformation: `VpcEndpointType: Gateway
RouteTableIds: [!Ref PrivateTable]`,
    terraform: 'vpc_endpoint_type = "Gateway"\nroute_table_ids   = [aws_route_table.private.id]',
  },
  exceptions: [
    'The VPC has a route to a transit gateway, peering connection or VPN, because clients behind it cannot use a gateway endpoint.',
    'The VPC also has a gateway endpoint.',
    'The endpoint is for a service in another Region.',
    'FIPS services, which have no gateway endpoints.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-ddb.html',
  ],
  bad: {
    S3: {
      scene: { endpoints: { s3: { onlyInboundResolver: false } } },
      says: 'A free gateway endpoint can replace the interface endpoint for s3, because the VPC has no other networks',
      undecidedIn: ['state', 'tfstate'],
    },
    DynamoDB: {
      scene: { endpoints: { dynamodb: {} } },
      says: 'A free gateway endpoint can replace the interface endpoint for dynamodb, because the VPC has no other networks',
      undecidedIn: ['state', 'tfstate'],
    },
  },
  good: {
    'a FIPS service': { scene: { endpoints: { 'dynamodb-fips': { privateDns: false } } } },
    'a gateway endpoint too': {
      scene: { endpoints: { s3: { onlyInboundResolver: true }, gateway: { service: 's3', type: 'Gateway' } } },
      subject: 's3',
    },
    'clients behind a transit gateway': {
      scene: {
        routeTables: { private: { subnets: ['a', 'b', 'c'], routes: { '10.0.0.0/8': 'transit-gateway' } } },
        endpoints: { s3: { onlyInboundResolver: false } },
      },
    },
    'another service': { scene: { endpoints: { sqs: {} } } },
    'another Region': { scene: { endpoints: { s3: { onlyInboundResolver: false, serviceRegion: 'eu-west-1' } } } },
  },

  check(endpoint, net) {
    const { type, serviceName, serviceRegion } = endpoint;
    if (!maybe(type, 'Interface') || !mayBeTo(endpoint, ...SERVICES)) return notApplicable;
    if (serviceRegion.known && serviceRegion.value !== null && !is(endpoint.region, serviceRegion.value))
      return notApplicable;
    const key = serviceFacts(net, endpoint)?.name?.key;
    if (!type.known || key === undefined) return undecided(type, serviceName);
    if (!SERVICES.includes(key)) return notApplicable;
    const links = linksOf(endpoint.vpc, net);
    if (links.sure.size > 0) return pass;
    const there = endpointsTo(net, endpoint.vpc, key);
    if (there.sure.some((e) => is(e.type, 'Gateway'))) return pass;
    const perhaps = [...there.sure, ...there.maybe].find((e) => maybe(e.type, 'Gateway'));
    if (perhaps || there.open !== null || links.open !== null || !serviceRegion.known)
      return undecided(
        perhaps && `whether ${perhaps.key} is a gateway endpoint of the same VPC is not known`,
        perhaps ? undefined : (there.open ?? undefined),
        links.open ?? undefined,
        serviceRegion,
      );
    const complete = net.complete('endpoint', endpoint.vpc);
    return fail({
      message: `A free gateway endpoint can replace the interface endpoint for ${nameOf(endpoint)}, because the VPC has no other networks`,
      at: type.at,
      evidence: { type: type.value, links: [], gatewayEndpoints: [] },
      assumed: complete.complete && complete.assumed !== null ? [complete.assumed] : [],
    });
  },
});
