import type { Target } from '../resolved.ts';

/** JSON of a template. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Resource {
  readonly id: string;
  readonly Type: string;
  readonly Properties: { readonly [key: string]: Json };
  readonly DependsOn?: readonly string[];
}

/** A resource; what is undefined is left out. */
export function resource(id: string, Type: string, properties: Readonly<Record<string, Json | undefined>>): Resource {
  const given = Object.entries(properties).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return { id, Type, Properties: Object.fromEntries(given) };
}

/** A logical id for a name of the scene: `ecr.api` is `EcrApiEndpoint`. */
export function logicalId(name: string, kind: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return [...words.map((word) => word[0]!.toUpperCase() + word.slice(1)), kind].join('');
}

/** `Ref` of an object of the scene, or the id of one outside it. */
export function refer(target: Target<{ readonly name: string }>, kind: string): Json {
  return 'to' in target ? { Ref: logicalId(target.to.name, kind) } : target.outside;
}

export function tagList(tags: Readonly<Record<string, string>> | null): Json | undefined {
  return tags === null ? undefined : Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
