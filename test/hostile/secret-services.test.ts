/**
 * What is made of a sensitive service name is sensitive: ports, private names, Regions, and which reason a rule has. So is how
 * many rules a sensitive list of a security group has.
 */
import { expect, it } from 'vitest';
import { rules } from '../rules/judge.ts';
import { spots, toldAt } from './secrecy.ts';

const OF_SERVICE = [
  'dns/private-dns-disabled',
  'dns/zone-wrong-name',
  'policy/ecr-layers-blocked',
  'reachability/service-port-not-allowed',
  'validity/service-region-mismatch',
  'validity/type-service-mismatch',
];

const INPUTS = ['plan', 'sources', 'tfstate'];

async function expectNothingTold(id: string, attribute: string): Promise<void> {
  const all = spots(rules.filter((rule) => rule.id === id));
  const named = all.filter((spot) => spot.attribute === attribute && INPUTS.includes(spot.input));
  expect(named.length).toBeGreaterThan(0);
  for (const spot of named) expect(await toldAt(spot)).toBeUndefined();
}

it.each(OF_SERVICE)('%s tells nothing of a sensitive service name', (id) => expectNothingTold(id, 'service_name'));

it.each(['reachability/open-ingress', 'reachability/wider-than-service'])(
  '%s does not tell how many rules a sensitive list has',
  (id) => expectNothingTold(id, 'ingress'),
);
