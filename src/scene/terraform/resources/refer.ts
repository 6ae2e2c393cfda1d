import { label } from '../../names.ts';
import { inScene, type ResolvedScene, type Target, type Vpc } from '../../resolved.ts';
import { type Expression, type Json, Reference } from '../expression.ts';
import type { Resource } from '../resource.ts';
import { schemaOf } from '../schemas/index.ts';

/** A reference to a resource of the scene, or the literal id of something outside. */
export function referTo(type: string, target: Target<object>, attribute = 'id'): Expression {
  const to = inScene(target) as
    | { name: string; given: boolean; isDefault?: boolean; vpc?: Target<Vpc>; free?: number | null }
    | undefined;
  if (!to) return (target as { outside: string }).outside;
  if (to.isDefault) {
    // The VPC's default group has a resource only where the scene gives it rules.
    if (to.given) return new Reference(`aws_default_security_group.${label(to.name)}`, attribute);
    return new Reference(`aws_vpc.${label(inScene(to.vpc!)!.name)}`, 'default_security_group_id');
  }
  const data = typeof to.free === 'number' ? 'data.' : '';
  return new Reference(`${data}${type}.${label(to.name)}`, attribute);
}

export function vpcId(vpc: Target<Vpc>): Expression {
  return referTo('aws_vpc', vpc);
}

/** The arguments that are given. */
export function optionalArguments(all: Readonly<Record<string, Expression | undefined>>): Record<string, Expression> {
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, Expression] => entry[1] !== undefined),
  );
}

/** A managed resource of the scene. Its region is known in any plan, where the type has one. */
export function managed(
  scene: ResolvedScene,
  type: string,
  it: { readonly name: string; readonly given: boolean },
  rest: {
    readonly arguments: Readonly<Record<string, Expression>>;
    readonly applied: Readonly<Record<string, Json>>;
    readonly planned?: Readonly<Record<string, Json>>;
    readonly usual?: ReadonlySet<string>;
    readonly dependsOn?: readonly string[];
    readonly createBeforeDestroy?: boolean;
    readonly moved?: string | null;
  },
): Resource {
  const hasRegion = 'region' in schemaOf({ mode: 'managed', type }).attributes;
  return {
    mode: 'managed',
    type,
    name: label(it.name),
    arguments: rest.arguments,
    planned: { ...(hasRegion ? { region: scene.region } : {}), ...rest.planned },
    applied: rest.applied,
    usual: rest.usual ?? (it.given ? new Set() : 'all'),
    ...(rest.dependsOn && rest.dependsOn.length > 0 ? { dependsOn: rest.dependsOn } : {}),
    ...(rest.createBeforeDestroy ? { createBeforeDestroy: true } : {}),
    ...(rest.moved ? { moved: label(rest.moved) } : {}),
  };
}
