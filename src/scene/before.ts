import type { Scene, SceneBefore } from './scene.ts';

type Part = keyof SceneBefore;
const PARTS: readonly Part[] = [
  'vpcs',
  'subnets',
  'groups',
  'routeTables',
  'endpoints',
  'services',
  'loadBalancers',
  'prefixLists',
  'hostedZones',
];

/** The scene as it was before its plan; undefined if the plan is the first. */
export function sceneBefore(scene: Scene): Scene | undefined {
  const { before, ...after } = scene;
  if (!before) return undefined;
  const was: Record<string, unknown> = { ...after };
  for (const part of PARTS) {
    if (!before[part] && part !== 'endpoints') continue;
    was[part] = patched(after[part] ?? (part === 'vpcs' ? { main: {} } : {}), before[part] ?? {});
  }
  return was as Scene;
}

type Named = Readonly<Record<string, object | null>>;

/** Endpoints that were moved are there under the names they had. */
function patched(after: Named, before: Named): Named {
  const out: Record<string, object | null> = {};
  for (const [name, it] of Object.entries(after)) {
    const { moved, ...rest } = (it ?? {}) as { readonly moved?: string };
    out[moved ?? name] = it && rest;
  }
  for (const [name, patch] of Object.entries(before)) out[name] = patch && { ...out[name], ...patch };
  return out;
}
