import * as z from 'zod/mini';
import { oncePer, push } from '../../src/base/memo.ts';
import { isDead } from '../../src/engine/check.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided, type Verdict } from '../../src/engine/index.ts';
import { type Endpoint, inVpc, type Network, type Ref, type Vpc } from '../../src/model/index.ts';

/** Types that count together against the quota of a VPC. */
const COUNTED: ReadonlySet<string> = new Set(['Interface', 'GatewayLoadBalancer']);

export default defineRule({
  id: 'coverage/quota-near',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'VPC or Region is close to a quota for endpoints.',
  why: 'AWS rejects the next endpoint above the quota, for example in the middle of a rollout. A quota increase takes days.',
  fix: 'Request a quota increase in time, or delete endpoints that no one needs.',
  fixIn: {
    cli: 'Run `aws service-quotas request-service-quota-increase --service-code vpc` in time, or delete endpoints that no one needs.',
  },
  recipes: {
    cloudformation: '# A template cannot change a quota. Request an increase before the stack grows.',
    cli: 'aws service-quotas list-service-quotas --service-code vpc',
  },
  exceptions: ['Set the options `perVpc` and `gatewaysPerRegion` to quotas that AWS increased for you.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html'],
  subject: 'vpc',
  options: z.object({
    /** Quota of interface and Gateway Load Balancer endpoints per VPC. */
    perVpc: z._default(z.int().check(z.minimum(1)), 50),
    /** Quota of gateway endpoints per Region. */
    gatewaysPerRegion: z._default(z.int().check(z.minimum(1)), 20),
    /** Share of a quota that is reported, in percent. */
    percent: z._default(z.int().check(z.minimum(1), z.maximum(100)), 80),
  }),
  bad: {
    'more than 80 percent': {
      scene: { endpoints: { sqs: {}, sns: {}, kms: {}, sts: {}, logs: {} } },
      options: { perVpc: 6 },
      says: '{vpc:main} has 5 of 6 interface and Gateway Load Balancer endpoints',
    },
    'gateway endpoints of a Region': {
      scene: {
        vpcs: { main: {}, other: {} },
        endpoints: {
          s3: { type: 'Gateway' },
          dynamodb: { type: 'Gateway' },
          more: { service: 's3', type: 'Gateway', vpc: 'other' },
        },
      },
      subject: 'main',
      options: { gatewaysPerRegion: 3 },
      says: 'The Region of {vpc:main} has 3 of 3 gateway endpoints',
      alsoOn: ['other'],
    },
  },
  good: {
    few: { scene: { endpoints: { sqs: {}, s3: { type: 'Gateway' } } }, undecidedIn: ['state', 'tfstate'] },
    'a raised quota': {
      scene: { endpoints: { sqs: {}, sns: {}, kms: {}, sts: {}, logs: {} } },
      options: { perVpc: 100 },
      undecidedIn: ['state', 'tfstate'],
    },
    'the input does not show all endpoints': {
      scene: { endpoints: { sqs: {} } },
      inputs: ['state', 'tfstate'],
      undecidedIn: ['state', 'tfstate'],
    },
  },

  check(vpc, net, { perVpc, gatewaysPerRegion, percent }) {
    const ref: Ref<Vpc> = { is: 'entity', to: vpc, at: vpc.at };
    const { sure, maybe } = inVpc(net.endpoints, ref);
    const here = tally(sure, maybe, (type) => COUNTED.has(type));
    const complete = net.complete('endpoint', ref);
    const verdicts: Verdict[] = [];
    const limit = (perVpc * percent) / 100;
    if (here.least > limit)
      verdicts.push(
        fail({
          message: `${nameOf(vpc)} has ${here.least} of ${perVpc} interface and Gateway Load Balancer endpoints`,
          at: vpc.at,
          evidence: { endpoints: here.least, quota: perVpc },
          detail: 'vpc',
        }),
      );
    else if (here.most > limit) verdicts.push(undecided(`whether ${here.doubtful} counts for ${vpc.key} is not known`));
    else verdicts.push(complete.complete ? pass : undecided(complete.because));
    verdicts.push(gatewaysOf(vpc, ref, net, gatewaysPerRegion, percent));
    return verdicts;
  },
});

/** Gateway endpoints count per Region. Each VPC that has one gets the finding. */
function gatewaysOf(vpc: Vpc, ref: Ref<Vpc>, net: Network, quota: number, percent: number): Verdict {
  const here = inVpc(net.endpoints, ref);
  const own = tally(here.sure, here.maybe, (type) => type === 'Gateway');
  if (own.most === 0) return notApplicable;
  const all = gatewaysByRegion(net);
  if (!vpc.region.known) return all.total > (quota * percent) / 100 ? undecided(vpc.region) : notApplicable;
  const { least, most } = all.of(vpc.region.value);
  if (most <= (quota * percent) / 100) return notApplicable;
  if (least <= (quota * percent) / 100 || own.least === 0)
    return undecided(`the number of gateway endpoints in the Region of ${vpc.key} is not known`);
  return fail({
    message: `The Region of ${nameOf(vpc)} has ${least} of ${quota} gateway endpoints`,
    at: vpc.at,
    evidence: { gatewayEndpoints: least, quota, region: vpc.region.value },
    detail: 'region',
  });
}

interface Tally {
  readonly least: number;
  readonly most: number;
  /** Key of an endpoint that may count. */
  readonly doubtful: string | undefined;
}

function tally(sure: readonly Endpoint[], maybe: readonly Endpoint[], counts: (type: string) => boolean): Tally {
  let least = 0;
  let most = 0;
  let doubtful: string | undefined;
  for (const [list, certain] of [
    [sure, true],
    [maybe, false],
  ] as const) {
    for (const endpoint of list) {
      const { type, state } = endpoint;
      if (isDead(endpoint) || (type.known && !counts(type.value))) continue;
      most += 1;
      if (certain && type.known && state.known) least += 1;
      else doubtful ??= endpoint.key;
    }
  }
  return { least, most, doubtful };
}

interface ByRegion {
  readonly total: number;
  of(region: string): Tally;
}

const gatewaysByRegion = oncePer((net: Network): ByRegion => {
  const byRegion = new Map<string, Endpoint[]>();
  const nowhere: Endpoint[] = [];
  for (const endpoint of net.endpoints) {
    if (endpoint.region.known) push(byRegion, endpoint.region.value, endpoint);
    else nowhere.push(endpoint);
  }
  const gateway = (type: string) => type === 'Gateway';
  const tallies = new Map([...byRegion].map(([region, list]) => [region, tally(list, nowhere, gateway)]));
  const none = tally([], nowhere, gateway);
  return { total: tally(net.endpoints, [], gateway).most, of: (region) => tallies.get(region) ?? none };
});
