import { type Draft, entries } from './draft.ts';
import { find } from './names.ts';
import type { Workload } from './resolved.ts';
import type { Scene } from './scene.ts';

export function resolveWorkloads(draft: Draft, scene: Scene): Workload[] {
  const image = `${draft.account}.dkr.ecr.${draft.region}.amazonaws.com/app:1`;
  return entries(scene.workloads).map(([name, it]) => ({
    name,
    id: draft.id('workload', name),
    given: true,
    runs: it.runs,
    subnets: (it.subnets ?? ['a', 'b']).map((subnet) => find(draft.subnets, subnet, 'subnet')),
    withRoles: it.withRoles ?? false,
    containers: it.containers ?? [{ name: 'app', image }],
    actions: it.actions ?? [],
    elsewhere: it.elsewhere ?? false,
    answersCloudFormation: it.answersCloudFormation ?? false,
  }));
}
