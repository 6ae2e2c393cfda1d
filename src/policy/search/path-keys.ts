import type { EndpointFacts } from '../document/endpoint-facts.ts';
import { DIGIT, LOWER, literal, NOCOLON, one, some } from '../document/pattern.ts';
import { OWN_VPC } from '../document/prepared.ts';
import { TIME_KEYS } from '../service/keys.ts';
import { lang } from './automaton.ts';
import { type Domain, value } from './domain.ts';
import type { Mentions } from './mentions.ts';

const REGION_SHAPE = lang([{ tokens: [...some(LOWER), ...literal('-'), ...some(LOWER), ...literal('-'), one(DIGIT)] }]);

/** The moments at which conditions on the time come out differently, from now on. */
export function timesFrom(now: Date, { keys, times }: Mentions): number[] {
  const start = now.getTime();
  // Both keys tell the same time: chosen apart they could contradict each other.
  if ([...TIME_KEYS].every((key) => keys.has(key))) return [start];
  const later = [...times].flatMap((time) => [time - 1000, time, time + 1000]).filter((time) => time > start);
  return [...new Set([start, ...later.sort((a, b) => a - b)])];
}

/** Services of one Region for the whole partition, and those that serve several: which Region a request names is not sure. */
const BEYOND_REGION = new Set([
  'account',
  'billing',
  'budgets',
  'ce',
  'cloudfront',
  'globalaccelerator',
  'health',
  'iam',
  'networkmanager',
  'organizations',
  'pricing.api',
  'route53',
  's3-global.accesspoint',
  'savingsplans',
  'shield',
  'support',
  'trustedadvisor',
]);

/** The Region of a request through the endpoint. */
export function regionOf({ region, service }: EndpointFacts): Domain {
  if (region != null && !BEYOND_REGION.has(service ?? '')) return value(region);
  return { kind: 'unknown', value: 'not-known-0', shape: REGION_SHAPE };
}

export function vpcArn({ vpcId, ownerId, region }: EndpointFacts, partition: string): Domain {
  if (vpcId != null && ownerId != null && region != null)
    return value(`arn:${partition}:ec2:${region}:${ownerId}:vpc/${vpcId}`);
  const tokens = [
    ...literal(`arn:${partition}:ec2:`),
    ...(region == null ? some(NOCOLON) : literal(region)),
    ...literal(':'),
    ...(ownerId == null ? Array<number>(12).fill(one(DIGIT)) : literal(ownerId)),
    ...literal(':vpc/'),
    ...(vpcId == null ? [...literal('vpc-'), ...some(LOWER)] : literal(vpcId)),
  ];
  const parts = [region ?? 'not-known-0', ownerId ?? '000000000000', `vpc/${vpcId ?? OWN_VPC}`];
  return { kind: 'unknown', value: `arn:${partition}:ec2:${parts.join(':')}`, shape: lang([{ tokens }]) };
}
