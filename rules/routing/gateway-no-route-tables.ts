import { serviceFacts } from '../../src/aws/index.ts';
import { controlsOf, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { isEmpty } from '../../src/model/index.ts';

export default defineRule({
  id: 'routing/gateway-no-route-tables',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Gateway endpoint is associated with no route table.',
  why: 'A gateway endpoint works through routes alone: without one no traffic of the VPC uses it.',
  fix: 'Associate the route tables of the subnets that have clients.',
  recipes: {
    cloudformation: 'RouteTableIds: [!Ref PrivateTable]',
    terraform: 'route_table_ids = [aws_route_table.private.id]',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --add-route-table-ids rtb-...',
  },
  exceptions: ['A gateway endpoint to a service that has none: validity/type-service-mismatch says it.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html'],
  controls: controlsOf('cis', '6.8'),
  bad: {
    'no table': {
      scene: { endpoints: { dynamodb: { type: 'Gateway', routeTables: [] } } },
      says: 'dynamodb is associated with no route table, so no traffic uses it',
    },
  },
  good: {
    'the private table': { scene: { endpoints: { s3: { type: 'Gateway', routeTables: ['private'] } } } },
    'interface endpoints need none': { scene: { endpoints: { sqs: {} } } },
  },

  check(endpoint, net) {
    const { type, routeTables } = endpoint;
    if (routeTables.sure.length > 0) return type.known && type.value !== 'Gateway' ? notApplicable : pass;
    if (!type.known) return undecided(type);
    if (type.value !== 'Gateway') return notApplicable;
    const facts = serviceFacts(net, endpoint);
    if (facts && (facts.owner === 'other' || (facts.table && !facts.types.value.includes('Gateway'))))
      return notApplicable;
    if (!isEmpty(routeTables)) return undecided(routeTables);
    return fail({
      message: `${nameOf(endpoint)} is associated with no route table, so no traffic uses it`,
      at: routeTables.at,
      evidence: { routeTables: [] },
    });
  },
});
