import { usersOf } from '../../src/ask/paths.ts';
import { serviceFacts } from '../../src/aws/index.ts';
import { series } from '../../src/base/words.ts';
import {
  advise,
  controlsOf,
  defineRule,
  fail,
  nameOf,
  notApplicable,
  pass,
  undecided,
} from '../../src/engine/index.ts';
import { type Endpoint, inVpc, isEmpty, type Network } from '../../src/model/index.ts';

export default defineRule({
  id: 'routing/gateway-no-route-tables',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Gateway endpoint is not associated with any route table.',
  why: 'A gateway endpoint works only through route tables. Without one, no traffic uses it.',
  ...advise('Set `RouteTableIds` to the route tables of the subnets with clients.'),
  recipes: {
    cloudformation: 'RouteTableIds: [!Ref PrivateTable]',
    terraform: 'route_table_ids = [aws_route_table.private.id]',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --add-route-table-ids rtb-...',
  },
  exceptions: ['For a service without gateway endpoints, validity/type-service-mismatch reports instead.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html'],
  controls: controlsOf('cis', '6.8'),
  bad: {
    'no route table': {
      scene: { endpoints: { dynamodb: { type: 'Gateway', routeTables: [] } } },
      says: 'dynamodb is not associated with any route table, so no traffic uses it',
    },
  },
  good: {
    'a private route table': { scene: { endpoints: { s3: { type: 'Gateway', routeTables: ['private'] } } } },
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
      message: `${nameOf(endpoint)} is not associated with any route table, so no traffic uses it`,
      at: routeTables.at,
      ...adviceFor(endpoint, net),
      evidence: { routeTables: [] },
    });
  },
});

/** The route tables of the VPC that subnets use, if these are few. */
function adviceFor({ vpc }: Endpoint, net: Network) {
  const used = inVpc(net.routeTables, vpc).sure.filter((table) => usersOf(table, net).sure.length > 0);
  const names = used.map(({ key }) => key).sort();
  if (names.length === 0 || names.length > 4) return {};
  return advise(`Set \`RouteTableIds\` to the route tables of the subnets with clients. The VPC has ${series(names)}.`);
}
