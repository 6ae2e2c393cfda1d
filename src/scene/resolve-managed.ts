import { MANAGED } from '../aws/index.ts';
import { type Draft, defaultName, entries, vpcNamed } from './draft.ts';
import { find } from './names.ts';
import { inScene, type ManagedEndpoint } from './resolved.ts';
import type { Scene } from './scene.ts';

/** Begins of the ids that services give their endpoints. */
const PREFIXES: Readonly<Record<string, string>> = {
  'instance-connect': 'eice',
  opensearch: 'aos',
  'opensearch-serverless': 'vpce',
  'network-firewall': 'vpce-assoc',
};

export function resolveManagedEndpoints(draft: Draft, scene: Scene): ManagedEndpoint[] {
  return entries(scene.managedEndpoints).map(([name, it]) => {
    const vpc = vpcNamed(draft, it.vpc);
    const named = (each: string) => defaultName(draft, inScene(vpc), each);
    const subnets = it.subnets ?? (MANAGED[it.manager].inEachSubnet ? ['a', 'b'] : ['a']).map(named);
    const groups = it.groups ?? [named('https')];
    return {
      name,
      // Redshift has no other id than the name.
      id: it.manager.startsWith('redshift') ? name : draft.id(PREFIXES[it.manager]!, name),
      given: true,
      manager: it.manager,
      vpc,
      subnets: subnets.map((each) => find(draft.subnets, each, 'subnet')),
      groups: groups === 'omitted' ? groups : groups.map((each) => find(draft.groups, each, 'group')),
      multiZone: it.multiZone ?? true,
      port: it.port ?? null,
      firewallSubnets: (it.firewallSubnets ?? ['a', 'b']).map((each) => find(draft.subnets, each, 'subnet')),
    };
  });
}
