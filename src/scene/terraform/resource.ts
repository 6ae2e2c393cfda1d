import type { Expression, Json } from './expression.ts';

/** A resource of a configuration, with what AWS makes of it. */
export interface Resource {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** What the configuration says. */
  readonly arguments: Readonly<Record<string, Expression>>;
  /** What is known in the plan without being said: the region. */
  readonly planned: Readonly<Record<string, Json>>;
  /** What AWS answers after apply: wins over the arguments. */
  readonly applied: Readonly<Record<string, Json>>;
  /** Arguments a short text leaves out, because every scene has them; all: the whole resource. */
  readonly usual: ReadonlySet<string> | 'all';
  /** Addresses. */
  readonly dependsOn?: readonly string[];
  readonly createBeforeDestroy?: boolean;
  /** Its name before a `moved` block. */
  readonly moved?: string | null;
}

export function addressOf(resource: Pick<Resource, 'mode' | 'type' | 'name'>): string {
  return `${resource.mode === 'data' ? 'data.' : ''}${resource.type}.${resource.name}`;
}
