import type { ResolvedScene } from '../../resolved.ts';
import type { Resource } from '../resource.ts';
import { dnsResources } from './dns.ts';
import { endpointResources } from './endpoint.ts';
import { groupResources } from './groups.ts';
import { managedResources } from './managed.ts';
import { namingResources } from './naming.ts';
import { networkResources } from './network.ts';
import { resolverResources } from './resolver.ts';
import { serviceResources } from './service.ts';
import { workloadResources } from './workload.ts';

/**
 * The Terraform configuration a scene stands for. What AWS answers is worked out for what is applied: a plan may leave it
 * open. `refreshed`: read again since, as at the begin of the next plan.
 */
export function resourcesOf(scene: ResolvedScene, phase: 'planned' | 'applied' | 'refreshed'): Resource[] {
  return [
    ...networkResources(scene),
    ...groupResources(scene),
    ...endpointResources(scene, phase),
    ...serviceResources(scene),
    ...dnsResources(scene),
    ...resolverResources(scene),
    ...workloadResources(scene),
    ...namingResources(scene),
    ...managedResources(scene),
  ];
}
