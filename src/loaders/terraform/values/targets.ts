/** Which object a value may refer to. */
import { table } from '../../../base/table.ts';
import type { Entity, NounKind, Origin, Ref } from '../../../model/index.ts';
import { mistakenRef, PASS_SOURCES, reason, refKey } from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { attributeName, elements, type Value } from './value.ts';
import { whyUnknown } from './why-unknown.ts';

/** Finds the noun of an instance or id, if it is of the kind asked for. */
export interface EntityLookup {
  ofInstance(instance: Instance, kind: NounKind): Entity | undefined;
  /** The nouns of all instances of a block. Undefined if one of them has none. */
  ofBlock(instances: readonly Instance[], kind: NounKind): readonly Entity[] | undefined;
  /** The noun an attribute of an instance leads to: `aws_vpc.main.default_security_group_id`. */
  ofAttribute(instance: Instance, path: readonly (string | number)[], kind: NounKind): Entity | undefined;
  byId(id: string, kind: NounKind): Entity | undefined;
  /** What an id names, in words, if it surely names another kind. */
  otherThan(id: string, kind: NounKind): string | undefined;
  /** The same of an instance. */
  otherInstance(instance: Instance, kind: NounKind): string | undefined;
  /** Whether an instance is an object of a kind, even if it is still unknown: a data source that is read at apply. */
  isOfKind(instance: Instance, kind: NounKind): boolean;
}

/** A reference to one object. Undefined if none is given (null). */
export function toRef<T extends Entity>(
  value: Value,
  kind: NounKind,
  at: Origin,
  lookup: EntityLookup,
): Ref<T> | undefined {
  const { candidates, missing } = candidatesOf(value, kind, at, lookup);
  const distinct = unique(candidates);
  if (distinct.length === 1 && missing.length === 0) return distinct[0] as Ref<T>;
  const what = value.k === 'attribute' && value.path.join() === 'id' ? lookup.otherInstance(value.of, kind) : undefined;
  if (what !== undefined && value.k === 'attribute') return mistakenRef({ name: attributeName(value), what }, at);
  if (distinct.length === 0 && missing.length === 0)
    return value.k === 'lit' && isNull(value.v) ? undefined : { is: 'unknown', because: whyUnknown(value), at };
  // One of several unknown parts may only decide which of the others is used: that part names no object.
  const symbol = distinct.length === 0 && missing.length === 1 ? missing[0]!.symbol : undefined;
  return {
    is: 'unknown',
    because: missing[0]?.because ?? whyUnknown(value),
    at,
    ...(symbol === undefined ? {} : { symbol }),
  };
}

/** Objects that a reference may mean. */
export interface Choice<T extends Entity> {
  readonly of: readonly T[];
  /** Whether it may mean an object that is not in the input instead. */
  readonly elsewhere: boolean;
}

/** All objects that a reference may mean. Undefined if it may mean any object. */
export function toCandidates<T extends Entity>(
  value: Value,
  kind: NounKind,
  at: Origin,
  lookup: EntityLookup,
): Choice<T> | undefined {
  const { candidates, missing } = candidatesOf(value, kind, at, lookup);
  if (missing.length > 0) return undefined;
  const of: T[] = [];
  let elsewhere = false;
  for (const ref of unique(candidates)) {
    if (ref.is === 'unknown' && !ref.mistaken) return undefined;
    if (ref.is === 'entity') of.push(ref.to as T);
    else elsewhere = true;
  }
  return { of, elsewhere };
}

/** Objects of the document, one of which a reference surely means. Undefined if it may mean anything else. */
export function toSureCandidates<T extends Entity>(
  value: Value,
  kind: NounKind,
  at: Origin,
  lookup: EntityLookup,
): readonly T[] | undefined {
  const { candidates, missing } = candidatesOf(value, kind, at, lookup);
  if (candidates.length === 0 || missing.length > 0) return undefined;
  const out: T[] = [];
  for (const ref of unique(candidates)) {
    if (ref.is !== 'entity') return undefined;
    out.push(ref.to as T);
  }
  return out;
}

interface Candidates {
  readonly candidates: Ref<Entity>[];
  /** Parts that we know nothing about. */
  readonly missing: { readonly because: string; readonly symbol?: string }[];
}

/** What a value may refer to, and the parts that we know nothing about. */
export function candidatesOf(value: Value, kind: NounKind, at: Origin, lookup: EntityLookup): Candidates {
  const found: Candidates = { candidates: [], missing: [] };
  gather(value, kind, at, lookup, found);
  return found;
}

function gather(value: Value, kind: NounKind, at: Origin, lookup: EntityLookup, found: Candidates): void {
  switch (value.k) {
    case 'lit': {
      const { v } = value;
      const ids = typeof v === 'object' && v !== null ? Object.values(v).filter((id) => isId(id, kind)) : [v];
      for (const id of ids) {
        if (typeof id === 'string' && id !== '') found.candidates.push(idRef(id, kind, at, lookup, value.sensitive));
      }
      return;
    }
    case 'instance': {
      const ref = instanceRef(value.of, kind, at, lookup);
      if (ref) found.candidates.push(ref);
      // Up to Terraform 1.0 `aws_vpc.main.main_route_table_id` is written as `aws_vpc.main`: it may be any attribute.
      else
        found.missing.push({
          because: reason(`the plan does not say which attribute of \`${value.of.address}\` it uses`, PASS_SOURCES),
        });
      return;
    }
    case 'attribute': {
      const ref = attributeRef(value, kind, at, lookup);
      if (ref) found.candidates.push(ref);
      // An attribute of something else: it may decide the choice, or be a computed reference that we cannot follow.
      else found.missing.push({ because: whyUnknown(value), symbol: attributeName(value) });
      return;
    }
    case 'unknown':
      found.missing.push(value);
      return;
    case 'mix': {
      const { parts } = value;
      for (const part of parts) {
        if (parts.length === 1 || !isControl(part, kind)) gather(part, kind, at, lookup, found);
      }
      return;
    }
    case 'one':
      for (const option of value.options) gather(option, kind, at, lookup, found);
      return;
    case 'instances': {
      const nouns = lookup.ofBlock(value.of, kind);
      if (nouns) for (const to of nouns) found.candidates.push({ is: 'entity', to, at });
      else for (const of of value.of) gather({ k: 'instance', of }, kind, at, lookup, found);
      if (value.open) found.missing.push(value.open);
      return;
    }
    case 'some':
      for (const element of elements(value)) gather(element, kind, at, lookup, found);
      return;
    case 'list':
      if (value.items.length === 1) gather(value.items[0]!, kind, at, lookup, found);
      else found.missing.push({ because: whyUnknown(value) });
      return;
    default:
      found.missing.push({ because: whyUnknown(value) });
  }
}

/** The object of an instance, or a name for it if it is still unknown. Undefined if it is not of this kind. */
function instanceRef(instance: Instance, kind: NounKind, at: Origin, lookup: EntityLookup): Ref<Entity> | undefined {
  const to = lookup.ofInstance(instance, kind);
  if (to) return { is: 'entity', to, at };
  if (!lookup.isOfKind(instance, kind)) return undefined;
  const name = `${instance.address}.id`;
  return { is: 'unknown', because: `\`${name}\` is known only after apply`, symbol: name, at };
}

/** The object an attribute names; one of which only the attribute is known where it is a single id. */
export function attributeRef(
  value: Value & { k: 'attribute' },
  kind: NounKind,
  at: Origin,
  lookup: EntityLookup,
): Ref<Entity> | undefined {
  const to = lookup.ofAttribute(value.of, value.path, kind);
  if (to) return { is: 'entity', to, at };
  const last = value.path.at(-1);
  const isOne =
    last === 'id'
      ? value.path.length === 1 && lookup.isOfKind(value.of, kind)
      : SINGLE[kind]?.test(String(last)) === true;
  return isOne ? { is: 'unknown', because: whyUnknown(value), symbol: attributeName(value), at } : undefined;
}

/** Attributes that hold the id of one object of a kind, in any resource. */
const SINGLE: Partial<Record<NounKind, RegExp>> = table({
  vpc: /^(?:.+_)?vpc_id$/,
  subnet: /^(?:.+_)?subnet_id$/,
  'security-group': /^(?:.+_)?security_group_id$/,
  'route-table': /^(?:.+_)?route_table_id$/,
});

const ID_PREFIX: Partial<Record<NounKind, RegExp>> = table({
  vpc: /^vpc-/,
  subnet: /^subnet-/,
  'security-group': /^sg-/,
  'route-table': /^rtb-/,
  endpoint: /^vpce-/,
  'prefix-list': /^pl-/,
  'endpoint-service': /^(?:(?:cn\.)?com\.amazonaws\.vpce\.[^.]+\.)?vpce-svc-/,
  'hosted-zone': /^Z[A-Z0-9]+$/,
  'load-balancer': /^arn:/,
});

/** Whether a text has the form of an id of this kind. */
export function isId(v: unknown, kind: NounKind): boolean {
  return typeof v === 'string' && (ID_PREFIX[kind]?.test(v) ?? v !== '');
}

/** Whether a literal among other references only decides which one is used (`var.ha ? ... : ...`). */
function isControl(value: Value, kind: NounKind): boolean {
  if (value.k !== 'lit') return false;
  return Array.isArray(value.v) ? !value.v.some((v) => isId(v, kind)) : !isId(value.v, kind);
}

export function idRef(
  id: string,
  kind: NounKind,
  at: Origin,
  lookup: EntityLookup,
  sensitive: true | undefined,
): Ref<Entity> {
  const to = lookup.byId(id, kind);
  if (to) return sensitive ? { is: 'entity', to, at, sensitive } : { is: 'entity', to, at };
  const what = lookup.otherThan(id, kind);
  if (what !== undefined) return mistakenRef({ name: sensitive ? null : id, what }, at);
  return sensitive ? { is: 'id', id, at, sensitive } : { is: 'id', id, at };
}

export function unique(refs: readonly Ref<Entity>[]): readonly Ref<Entity>[] {
  if (refs.length < 2) return refs;
  const seen = new Map<Entity | string | undefined, Ref<Entity>>();
  for (const ref of refs) seen.set(ref.is === 'entity' ? ref.to : refKey(ref), ref);
  return [...seen.values()];
}

function isNull(v: unknown): boolean {
  return v === null || v === undefined || v === '';
}
