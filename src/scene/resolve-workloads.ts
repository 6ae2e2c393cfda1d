import { type Draft, entries } from './draft.ts';
import { digest, find } from './names.ts';
import type { Workload } from './resolved.ts';
import type { Scene } from './scene.ts';

/** What ARNs call each kind, after the account. */
const IDS: Readonly<Record<Workload['runs'], (name: string, hex: string) => string>> = {
  'node-group': (name) => `nodegroup/${name}/${name}`,
  'fargate-profile': (name) => `fargateprofile/${name}/${name}`,
  'ecs-service': (name) => `service/apps/${name}`,
  function: (name) => `function:${name}`,
  'event-source-mapping': (_, hex) => `event-source-mapping:${hex.slice(0, 8)}`,
  'sagemaker-domain': (_, hex) => `domain/d-${hex.slice(0, 12)}`,
};

export function resolveWorkloads(draft: Draft, scene: Scene): Workload[] {
  const image = `${draft.account}.dkr.ecr.${draft.region}.amazonaws.com/app:1`;
  return entries(scene.workloads).map(([name, it]) => ({
    name,
    id: IDS[it.runs](name, digest(draft.id('workload', name))),
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
