import { type Draft, entries, vpcNamed } from './draft.ts';
import { digest, find, findHere } from './names.ts';
import type { ResolvedScene } from './resolved.ts';
import type { Scene } from './scene.ts';

/** Rules of the VPC resolver and Route 53 Profiles. */
export function resolveResolver(
  draft: Draft,
  scene: Scene,
): Pick<ResolvedScene, 'resolverRules' | 'resolverEndpoints' | 'dnsProfiles'> {
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
    resolverEndpoints: entries(scene.resolverEndpoints).map(([name, { direction = 'INBOUND', subnets }]) => ({
      name,
      id: draft.id(direction === 'INBOUND' ? 'rslvr-in' : 'rslvr-out', name),
      given: true,
      direction,
      subnets: (subnets ?? ['a', 'b']).map((subnet) => find(draft.subnets, subnet, 'subnet')),
      group: find(draft.groups, 'https', 'group'),
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
