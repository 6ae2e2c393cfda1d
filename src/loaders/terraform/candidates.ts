/** Which object a value may refer to. */
import type { Entity, NounKind, Origin, Ref } from '../../model/index.ts';
import { refKey } from '../../model/index.ts';
import { because } from './because.ts';
import type { Instance } from './document.ts';
import { attributeName, elements, type Value } from './value.ts';

/** Finds the noun of an instance or id, if it is of the kind asked for. */
export interface Registry {
  ofInstance(instance: Instance, kind: NounKind): Entity | undefined;
  /** The noun an attribute of an instance leads to: `aws_vpc.main.default_security_group_id`. */
  ofAttribute(instance: Instance, path: readonly (string | number)[], kind: NounKind): Entity | undefined;
  byId(id: string, kind: NounKind): Entity | undefined;
}

/** A reference to one object; undefined where none is given (null). */
export function toRef<T extends Entity>(
  value: Value,
  kind: NounKind,
  at: Origin,
  registry: Registry,
): Ref<T> | undefined {
  const { candidates, missing } = candidatesOf(value, kind, at, registry);
  const distinct = candidates.length > 1 ? unique(candidates) : candidates;
  if (distinct.length === 1 && missing.length === 0) return distinct[0] as Ref<T>;
  if (distinct.length === 0 && missing.length === 0)
    return value.k === 'lit' && isNull(value.v) ? undefined : { is: 'unknown', because: because(value), at };
  // Of several unknown parts one may only decide which of the others is taken: that names no object.
  const symbol = distinct.length === 0 && missing.length === 1 ? missing[0]!.symbol : undefined;
  return {
    is: 'unknown',
    because: missing[0]?.because ?? because(value),
    at,
    ...(symbol === undefined ? {} : { symbol }),
  };
}

/** All objects a reference may mean, where that is bounded; undefined where it may be any. */
export function toCandidates<T extends Entity>(
  value: Value,
  kind: NounKind,
  at: Origin,
  registry: Registry,
): readonly T[] | undefined {
  const { candidates, missing } = candidatesOf(value, kind, at, registry);
  if (missing.length > 0) return undefined;
  const out: T[] = [];
  for (const ref of candidates.length > 1 ? unique(candidates) : candidates)
    if (ref.is === 'entity') out.push(ref.to as T);
  return out;
}

interface Candidates {
  readonly candidates: readonly Ref<Entity>[];
  /** Parts of which nothing can be told. */
  readonly missing: readonly { readonly because: string; readonly symbol?: string }[];
}

export function candidatesOf(value: Value, kind: NounKind, at: Origin, registry: Registry): Candidates {
  switch (value.k) {
    case 'lit': {
      const id = value.v;
      if (typeof id !== 'string' || id === '') return { candidates: [], missing: [] };
      return { candidates: [idRef(id, kind, at, registry, value.sensitive)], missing: [] };
    }
    case 'instance': {
      const to = registry.ofInstance(value.of, kind);
      return { candidates: to ? [{ is: 'entity', to, at }] : [], missing: [] };
    }
    case 'attribute': {
      const to = registry.ofAttribute(value.of, value.path, kind);
      if (to) return { candidates: [{ is: 'entity', to, at }], missing: [] };
      // An attribute of something else: it may be what decides, or a computed reference nobody can follow.
      return { candidates: [], missing: [{ because: because(value), symbol: attributeName(value) }] };
    }
    case 'unknown':
      return { candidates: [], missing: [value] };
    case 'mix': {
      const { parts } = value;
      return join(parts.length > 1 ? parts.filter((p) => !isControl(p, kind)) : parts, kind, at, registry);
    }
    case 'one':
      return join(value.options, kind, at, registry);
    case 'instances':
    case 'some':
      return join(elements(value), kind, at, registry);
    case 'list':
      return value.items.length === 1
        ? candidatesOf(value.items[0]!, kind, at, registry)
        : { candidates: [], missing: [{ because: because(value) }] };
    default:
      return { candidates: [], missing: [{ because: because(value) }] };
  }
}

function join(parts: readonly Value[], kind: NounKind, at: Origin, registry: Registry): Candidates {
  if (parts.length === 1) return candidatesOf(parts[0]!, kind, at, registry);
  const all = parts.map((p) => candidatesOf(p, kind, at, registry));
  return { candidates: all.flatMap((c) => c.candidates), missing: all.flatMap((c) => c.missing) };
}

const ID_PREFIX: Partial<Record<NounKind, RegExp>> = {
  vpc: /^vpc-/,
  subnet: /^subnet-/,
  'security-group': /^sg-/,
  'route-table': /^rtb-/,
  endpoint: /^vpce-/,
  'prefix-list': /^pl-/,
  'endpoint-service': /^vpce-svc-/,
  'hosted-zone': /^Z[A-Z0-9]+$/,
  'load-balancer': /^arn:/,
};

/** Whether a text has the form of an id of this kind. */
export function isId(v: unknown, kind: NounKind): boolean {
  return typeof v === 'string' && (ID_PREFIX[kind]?.test(v) ?? v !== '');
}

/** Whether a literal among other references only decides which is taken (`var.ha ? ... : ...`). */
function isControl(value: Value, kind: NounKind): boolean {
  if (value.k !== 'lit') return false;
  return Array.isArray(value.v) ? !value.v.some((v) => isId(v, kind)) : !isId(value.v, kind);
}

export function idRef(
  id: string,
  kind: NounKind,
  at: Origin,
  registry: Registry,
  sensitive: true | undefined,
): Ref<Entity> {
  const to = registry.byId(id, kind);
  if (to) return { is: 'entity', to, at };
  return sensitive ? { is: 'id', id, at, sensitive } : { is: 'id', id, at };
}

export function unique(refs: readonly Ref<Entity>[]): readonly Ref<Entity>[] {
  const seen = new Map<string | undefined, Ref<Entity>>();
  for (const ref of refs) seen.set(refKey(ref), ref);
  return [...seen.values()];
}

function isNull(v: unknown): boolean {
  return v === null || v === undefined || v === '';
}
