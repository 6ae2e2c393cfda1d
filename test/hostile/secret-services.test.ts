/** What is made of a sensitive service name is sensitive: ports, private names, Regions, and which reason a rule has. */
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

it.each(OF_SERVICE)('%s tells nothing of a sensitive service name', async (id) => {
  const names = spots(rules.filter((rule) => rule.id === id)).filter(
    ({ attribute, input }) =>
      attribute === 'service_name' && (input === 'plan' || input === 'sources' || input === 'tfstate'),
  );
  expect(names.length).toBeGreaterThan(0);
  for (const spot of names) expect(await toldAt(spot)).toBeUndefined();
});
