/** What rules assume, and which call of an account would show it: the texts of rules may be reworded. */
import { expect, it } from 'vitest';
import { RESTS_ON } from '../../src/findings/unread.ts';
import { rules } from '../rules/judge.ts';

const EXPECTED: Readonly<Record<string, string>> = {
  'availability/single-az': 'describe-vpc-endpoint-services',
  'coverage/duplicate-endpoint': 'describe-vpc-endpoints',
  'dns/private-dns-conflict': 'route53 list-hosted-zones-by-vpc',
  'dns/private-dns-disabled': 'route53 list-hosted-zones-by-vpc',
  'dns/zone-wrong-name': 'route53 list-hosted-zones-by-vpc',
  'reachability/default-group': 'describe-network-interfaces',
  'reachability/no-client-in-group': 'describe-network-interfaces',
  'reachability/wider-than-service': 'describe-network-interfaces',
  'routing/gateway-duplicate-route': 'describe-vpc-endpoints',
};

it.each(Object.entries(EXPECTED))('%s assumes what %s would show', (id, call) => {
  const { assumes = [] } = rules.find((rule) => rule.id === id)!;
  const calls = assumes.map((text) => RESTS_ON.find(([about]) => about.test(text))?.[1]);
  expect(calls, assumes.join()).toContain(call);
});
