import { balancersOf } from '../../src/ask/balancers.ts';
import { defineRule, fail, pass, undecided } from '../../src/engine/index.ts';
import { isExact, whyOpen } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/az-not-enabled',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Load balancer has a zone that its endpoint service does not offer.',
  why: 'A zone added to the load balancer later is not taken up by itself: consumers cannot choose it.',
  fix: 'Modify the endpoint service, changing nothing: it then takes up the zones of its load balancer.',
  recipes: {
    cloudformation: `# A service takes up zones when it is modified: change its load balancers in the same update.
NetworkLoadBalancerArns: [!Ref LoadBalancer]`,
    cli: 'aws ec2 modify-vpc-endpoint-service-configuration --service-id vpce-svc-...',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html'],
  subject: 'endpoint-service',
  bad: {
    'a zone added later': {
      scene: { services: { payments: { subnets: ['a', 'b', 'c'], zones: ['a', 'b'] } } },
      says: '{payments} does not offer us-east-1c, which its load balancer has',
      inputs: ['state', 'tfstate', 'describe'],
    },
  },
  good: {
    'all zones': { scene: { services: { payments: {} } }, inputs: ['state', 'tfstate', 'describe'] },
    'the zones of a new service are known after apply': {
      scene: { services: { payments: { subnets: ['a', 'b', 'c'] } } },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
  },

  check(service) {
    const { key, zones } = service;
    if (!isExact(zones)) return undecided(zones);
    const { sure, open } = balancersOf(service);
    const left = [...new Set(sure.flatMap((lb) => lb.zones.sure))].filter((zone) => !zones.sure.includes(zone)).sort();
    if (left.length > 0) {
      return fail({
        message: `${key} does not offer ${left.join(', ')}, which its load balancer has`,
        at: zones.at,
        related: sure.map((lb) => ({ message: 'its load balancer', at: lb.at })),
        evidence: { offered: [...zones.sure].sort(), left },
      });
    }
    const unclear = sure.map((lb) => whyOpen(lb.zones)).find((why) => why !== undefined);
    return open === null && unclear === undefined ? pass : undecided(open ?? unclear);
  },
});
