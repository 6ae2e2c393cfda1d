/** What Terraform makes of resources: planned values with marks for what is unknown, and values after apply. */
import { evaluate, isList, type Json, type Reference, UNKNOWN, type Value } from './expression.ts';
import { addressOf, type Resource } from './resource.ts';
import type { Attribute, Attributes } from './schema.ts';
import { schemaOf } from './schemas/index.ts';

export type Phase = 'planned' | 'applied';

export interface Evaluated {
  readonly resource: Resource;
  readonly address: string;
  /** Complete: one value for every attribute of the type. */
  readonly values: Readonly<Record<string, Value>>;
}

/** All resources in one phase, by address. */
export function evaluateAll(resources: readonly Resource[], phase: Phase): ReadonlyMap<string, Evaluated> {
  return visitAll(resources, (resource, look) => ({
    resource,
    address: addressOf(resource),
    values: valuesOf(resource, resource.mode === 'data' ? 'applied' : phase, look),
  }));
}

export type Look = (reference: Reference) => Value;

/** Each resource made once, those first that others refer to. */
export function visitAll<T extends Evaluated>(
  resources: readonly Resource[],
  make: (resource: Resource, look: Look) => T,
): ReadonlyMap<string, T> {
  const byAddress = new Map(resources.map((resource) => [addressOf(resource), resource]));
  const done = new Map<string, T>();
  const look = (reference: Reference): Value => {
    const found = visit(reference.resource);
    let value: Value | undefined = found.values as Value;
    for (const step of reference.path) {
      if (value === UNKNOWN) return UNKNOWN;
      value = (value as { [key: string | number]: Value } | null)?.[step];
    }
    if (value === undefined) throw new Error(`scene: ${reference.resource} has no ${reference.path.join('.')}`);
    return value;
  };
  const visit = (address: string): T => {
    const resource = byAddress.get(address);
    if (!resource) throw new Error(`scene: no resource ${address}`);
    let result = done.get(address);
    if (!result) {
      result = make(resource, look);
      done.set(address, result);
    }
    return result;
  };
  for (const address of byAddress.keys()) visit(address);
  return done;
}

export function valuesOf(resource: Resource, phase: Phase, look: Look): Readonly<Record<string, Value>> {
  const { attributes } = schemaOf(resource);
  const known = phase === 'planned' ? resource.planned : { ...resource.planned, ...resource.applied };
  const said: Record<string, Value> = {};
  for (const [name, expression] of Object.entries(resource.arguments)) {
    if (!(name in attributes)) throw new Error(`scene: ${resource.type} has no attribute ${name}`);
    said[name] = evaluate(expression, look);
  }
  if (said.tags !== undefined && !('tags_all' in known)) said.tags_all = said.tags;
  return fill(attributes, { ...said, ...known }, phase);
}

/** Every attribute with its value: said or known, else what the provider has for one left out. */
function fill(attributes: Attributes, values: Readonly<Record<string, Value>>, phase: Phase): Record<string, Value> {
  const out: Record<string, Value> = {};
  for (const name of Object.keys(attributes).sort()) {
    const attribute = attributes[name]!;
    const left = phase === 'planned' ? attribute.unset : attribute.applied;
    // An empty list says as little to the provider as none: what AWS attaches is known after apply.
    const value = leavesOpen(values[name], attribute) ? left : values[name]!;
    out[name] = attribute.nested && isList(value) ? value.map((item) => nested(attribute.nested!, item, phase)) : value;
  }
  return out;
}

function leavesOpen(value: Value | undefined, attribute: Attribute): boolean {
  if (value === undefined || value === null) return true;
  return isList(value) && value.length === 0 && attribute.unset === UNKNOWN && !attribute.nested;
}

function nested(attributes: Attributes, item: Value, phase: Phase): Value {
  const names = Object.keys(attributes);
  if (names.length === 0 || item === UNKNOWN || item === null || typeof item !== 'object') return item;
  return fill(attributes, item as { [key: string]: Value }, phase);
}

/** `after`: the values without what is unknown. */
export function knownPart(value: Value): Json {
  if (value === null || typeof value !== 'object') return value as Json;
  if (isList(value)) return value.map(knownPart);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== UNKNOWN)
      .map(([key, item]) => [key, knownPart(item)]),
  );
}

export function isWhollyKnown(value: Value): boolean {
  if (value === UNKNOWN) return false;
  if (value === null || typeof value !== 'object') return true;
  return (isList(value) ? value : Object.values(value)).every(isWhollyKnown);
}

/** `after_unknown`: true where a value is unknown; lists keep their length, known scalars in them are false. */
export function unknownMarks(value: Value): Json {
  if (value === UNKNOWN) return true;
  if (value === null || typeof value !== 'object') return false;
  if (isList(value)) return value.map(unknownMarks);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item === UNKNOWN || (item !== null && typeof item === 'object'))
      .map(([key, item]) => [key, unknownMarks(item)]),
  );
}

/** `after_sensitive`, `sensitive_values`: the skeleton of lists and maps; scenes have nothing sensitive. */
export function sensitiveMarks(values: Readonly<Record<string, Value>>, attributes: Attributes): Json {
  const out: Record<string, Json> = {};
  for (const [name, value] of Object.entries(values)) {
    const attribute = attributes[name];
    if (!attribute || attribute.shape === 'scalar' || value === null) continue;
    out[name] = marksOf(value, attribute);
  }
  return out;
}

function marksOf(value: Value, attribute: Attribute): Json {
  if (attribute.shape === 'map') return {};
  if (!isList(value)) return [];
  return value.map((item) =>
    item !== null && typeof item === 'object' && !isList(item)
      ? sensitiveMarks(item as { [key: string]: Value }, attribute.nested ?? {})
      : false,
  );
}
