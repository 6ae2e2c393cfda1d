import { linksOf } from '../../src/ask/links.ts';
import { isUnrouted } from '../../src/ask/paths.ts';
import { liveIn, mayBeTo, sameServiceAs } from '../../src/ask/services.ts';
import { wayInWords } from '../../src/ask/way-words.ts';
import { parseServiceName } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import type { RouteTarget } from '../../src/model/index.ts';

const OTHERS: readonly RouteTarget['is'][] = ['transit-gateway', 'core-network', 'peering', 'vpn-gateway'];

export default defineRule({
  id: 'routing/gateway-transit-clients',
  level: 'note',
  preset: 'pedantic',
  since: '0.1.0',
  summary: 'Clients in connected networks cannot use the gateway endpoint of a VPC.',
  why: 'A gateway endpoint serves only its own VPC. On-premises and peered clients need another path to the service.',
  fix: 'Add an interface endpoint for the service for clients outside the VPC.',
  recipes: {
    cloudformation: `S3Interface:
  Type: AWS::EC2::VPCEndpoint
  Properties:
    VpcEndpointType: Interface
    ServiceName: !Sub com.amazonaws.\${AWS::Region}.s3
    # ...`,
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html'],
  bad: {
    'a transit gateway and no interface endpoint': {
      scene: {
        routeTables: {
          hub: { subnets: ['c'], routes: { '0.0.0.0/0': 'transit-gateway' } },
          private: { subnets: ['a', 'b'] },
        },
        endpoints: { s3: { type: 'Gateway', routeTables: ['private', 'hub'] } },
      },
      says: 's3 is a gateway endpoint, which clients behind a transit gateway cannot use',
      inputs: ['plan', 'describe', 'template'],
    },
    'a peered VPC': {
      scene: {
        vpcs: { main: {}, other: {} },
        routeTables: { private: { subnets: ['a', 'b', 'c'], routes: { '10.1.0.0/16': { peer: 'other' } } } },
        endpoints: { s3: { type: 'Gateway' } },
      },
      says: 's3 is a gateway endpoint, which clients behind a VPC peering connection cannot use',
      inputs: ['plan', 'describe', 'template'],
    },
    'a deleted interface endpoint': {
      scene: {
        routeTables: { private: { subnets: ['a', 'b', 'c'], routes: { '10.9.0.0/16': 'transit-gateway' } } },
        endpoints: { s3: { type: 'Gateway' }, gone: { service: 's3', state: 'deleted' } },
      },
      subject: 's3',
      says: 's3 is a gateway endpoint, which clients behind a transit gateway cannot use',
      inputs: ['describe'],
    },
  },
  good: {
    'no connected network': { scene: { endpoints: { s3: { type: 'Gateway' } } }, undecidedIn: ['state', 'tfstate'] },
  },

  check(endpoint, net) {
    const { type, serviceName } = endpoint;
    if ((type.known && type.value !== 'Gateway') || !mayBeTo(endpoint, 's3', 'dynamodb')) return notApplicable;
    if (
      serviceName.known &&
      (serviceName.value === null || !/^(s3|dynamodb)$/.test(parseServiceName(serviceName.value).key))
    )
      return notApplicable;
    if (isUnrouted(endpoint)) return notApplicable;
    const ways = linksOf(endpoint.vpc, net);
    const by = OTHERS.find((way) => ways.sure.has(way));
    if (!by && ways.open === null) return pass;
    if (!type.known || !serviceName.known) return undecided(type, serviceName, ways.open ?? undefined);
    const there = liveIn(endpoint.vpc, net);
    const mayServe = (e: (typeof there.sure)[number]) =>
      (!e.type.known || e.type.value === 'Interface') && sameServiceAs(e, endpoint) !== 'no';
    const sure = there.sure.find((e) => mayServe(e) && e.type.known && e.serviceName.known);
    if (sure) return pass;
    if (!by) return undecided(ways.open ?? undefined);
    const complete = net.complete('endpoint', endpoint.vpc);
    const doubtful = there.sure.find(mayServe) ?? there.maybe.find(mayServe);
    if (doubtful || !complete.complete)
      return undecided(
        doubtful && `it is not known whether ${doubtful.key} serves these clients`,
        complete.complete ? undefined : complete.because,
      );
    return fail({
      message: `${nameOf(endpoint)} is a gateway endpoint, which clients behind ${wayInWords(by)} cannot use`,
      at: type.at,
      evidence: { connectedBy: by },
      assumed: complete.assumed === null ? [] : [complete.assumed],
    });
  },
});
