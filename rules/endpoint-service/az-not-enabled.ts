import { balancersOf } from '../../src/ask/balancers.ts';
import { plural, series } from '../../src/base/words.ts';
import { defineRule, fail, pass, undecided } from '../../src/engine/index.ts';
import { isExact, whyOpen } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/az-not-enabled',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Load balancer is in an Availability Zone that its endpoint service does not offer.',
  why: 'An endpoint service does not offer a zone that its load balancer got later, so consumers cannot choose that zone.',
  fix: 'Modify the endpoint service without changing anything. The service then offers all zones of its load balancer.',
  fixIn: {
    cli: 'Run `aws ec2 modify-vpc-endpoint-service-configuration` without changing anything. The service then offers all zones of its load balancer.',
  },
  recipes: {
    cloudformation: `# A service offers new zones after it is modified, so change its load balancers in the same update.
NetworkLoadBalancerArns: [!Ref LoadBalancer]`,
    cli: 'aws ec2 modify-vpc-endpoint-service-configuration --service-id vpce-svc-...',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html'],
  subject: 'endpoint-service',
  bad: {
    'a zone added later': {
      scene: { services: { payments: { subnets: ['a', 'b', 'c'], zones: ['a', 'b'] } } },
      says: '{payments} does not offer Availability Zone us-east-1c of its load balancer',
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
        message: `${key} does not offer ${plural(left.length, 'Availability Zone')} ${series(left)} of its load balancer`,
        at: zones.at,
        related: sure.map((lb) => ({ message: 'its load balancer', at: lb.at })),
        evidence: { offered: [...zones.sure].sort(), left },
      });
    }
    const unclear = sure.map((lb) => whyOpen(lb.zones)).find((why) => why !== undefined);
    return open === null && unclear === undefined ? pass : undecided(open ?? unclear);
  },
});
