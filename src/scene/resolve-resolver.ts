import { type Draft, entries, vpcNamed } from './draft.ts';
import { digest, findHere } from './names.ts';
import type { DnsProfile, ResolverRule } from './resolved.ts';
import type { Scene } from './scene.ts';

/** Rules of the VPC resolver and Route 53 Profiles. */
export function resolveResolver(
  draft: Draft,
  scene: Scene,
): { resolverRules: readonly ResolverRule[]; dnsProfiles: readonly DnsProfile[] } {
  const vpcs = (names: readonly string[] | undefined) => (names ?? [undefined]).map((name) => vpcNamed(draft, name));
  return {
    resolverRules: entries(scene.resolverRules).map(([name, rule]) => ({
      name,
      id: draft.id('rslvr-rr', name),
      given: true,
      domain: rule.domain ?? name,
      type: rule.type ?? 'FORWARD',
      vpcs: vpcs(rule.vpcs),
    })),
    dnsProfiles: entries(scene.dnsProfiles).map(([name, profile]) => ({
      name,
      id: `rp-${digest(draft.id('profile', name)).slice(0, 14)}`,
      given: true,
      vpcs: vpcs(profile.vpcs),
      zones:
        profile.zones === 'unknown'
          ? null
          : profile.zones.map((zone) => findHere(draft.hostedZones, zone, 'hosted zone')),
    })),
  };
}
