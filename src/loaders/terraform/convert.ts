/** From what an expression may be worth to the model's facts, references and bags. */
import {
  type Bag,
  bag,
  type Entity,
  type Fact,
  known,
  type NounKind,
  type Origin,
  openBag,
  type Ref,
  refKey,
  unknown,
} from '../../model/index.ts';
import type { Instance } from './document.ts';
import { attributeName, elements, type Unknowable, type Value } from './value.ts';

/** Finds the noun of an instance or id, if it is of the kind asked for. */
export interface Registry {
  ofInstance(instance: Instance, kind: NounKind): Entity | undefined;
  /** The noun an attribute of an instance leads to: `aws_vpc.main.default_security_group_id`. */
  ofAttribute(instance: Instance, path: readonly (string | number)[], kind: NounKind): Entity | undefined;
  byId(id: string, kind: NounKind): Entity | undefined;
}

/** A scalar fact. `read` gives undefined for a value of a wrong type. */
export function toFact<T>(value: Value, at: Origin, read: (v: unknown) => T | undefined): Fact<T> {
  if (value.k === 'lit') {
    const v = read(value.v);
    return v === undefined ? unknown(`it has a value of an unexpected type`, at) : known(v, at, value.sensitive);
  }
  return unknown(because(value), at);
}

/** Why a value is not known, in words for a person. */
export function because(value: Value): string {
  switch (value.k) {
    case 'unknown':
    case 'error':
      return value.because;
    case 'json':
      return because(value.of);
    case 'attribute':
      return `\`${attributeName(value)}\` is known after apply`;
    case 'mix':
    case 'text': {
      const parts = value.parts.filter((p) => p.k !== 'lit');
      const own = parts.find((p): p is Unknowable => p.k === 'unknown');
      if (own) return own.because;
      if (parts.length === 1) return because(parts[0]!);
      return `which of ${names(parts)} it takes is not in the plan: run with the sources beside it`;
    }
    case 'one':
      return `which of ${names(value.options)} it is is not in the plan: run with the sources beside it`;
    case 'some':
      return value.open
        ? value.open.because
        : `which of ${names([...value.sure, ...value.maybe])} are in it is not in the plan`;
    case 'instances':
      return `which instances of \`${value.block}\` it takes is not in the plan: run with the sources beside it`;
    default:
      return 'it is known after apply';
  }
}

function names(values: readonly Value[]): string {
  const list = [...new Set(values.map(name).filter((n) => n !== undefined))];
  if (list.length === 0) return 'several values';
  return list.length <= 3 ? list.map((n) => `\`${n}\``).join(', ') : `\`${list[0]}\` and ${list.length - 1} more`;
}

function name(value: Value): string | undefined {
  if (value.k === 'attribute') return attributeName(value);
  if (value.k === 'instance') return value.of.address;
  if (value.k === 'instances') return value.block;
  return value.k === 'unknown' ? value.source : undefined;
}

/** A reference to one object; undefined where none is given (null). */
export function toRef<T extends Entity>(
  value: Value,
  kind: NounKind,
  at: Origin,
  registry: Registry,
): Ref<T> | undefined {
  const { candidates, missing } = candidatesOf(value, kind, at, registry);
  const distinct = unique(candidates);
  if (distinct.length === 1 && !missing) return distinct[0] as Ref<T>;
  if (distinct.length === 0 && !missing)
    return value.k === 'lit' && isNull(value.v) ? undefined : { is: 'unknown', because: because(value), at };
  const symbol = missing && distinct.length === 0 ? missing.symbol : undefined;
  return {
    is: 'unknown',
    because: missing ? missing.because : because(value),
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
  if (missing) return undefined;
  const out: T[] = [];
  for (const ref of unique(candidates)) if (ref.is === 'entity') out.push(ref.to as T);
  return out;
}

interface Candidates {
  readonly candidates: readonly Ref<Entity>[];
  /** A part of which nothing can be told. */
  readonly missing: { readonly because: string; readonly symbol?: string } | undefined;
}

function candidatesOf(value: Value, kind: NounKind, at: Origin, registry: Registry): Candidates {
  switch (value.k) {
    case 'lit': {
      const id = value.v;
      if (typeof id !== 'string' || id === '') return { candidates: [], missing: undefined };
      return { candidates: [idRef(id, kind, at, registry, value.sensitive)], missing: undefined };
    }
    case 'instance': {
      const to = registry.ofInstance(value.of, kind);
      return { candidates: to ? [{ is: 'entity', to, at }] : [], missing: undefined };
    }
    case 'attribute': {
      const to = registry.ofAttribute(value.of, value.path, kind);
      if (to) return { candidates: [{ is: 'entity', to, at }], missing: undefined };
      // An attribute of something else: it may be what decides, or a computed reference nobody can follow.
      return { candidates: [], missing: { because: because(value), symbol: attributeName(value) } };
    }
    case 'unknown':
      return { candidates: [], missing: value };
    case 'mix':
    case 'one':
    case 'instances':
    case 'some': {
      const parts = value.k === 'mix' ? value.parts : value.k === 'one' ? value.options : elements(value);
      return join(
        value.k === 'mix' && parts.length > 1 ? parts.filter((p) => !isControl(p, kind)) : parts,
        kind,
        at,
        registry,
      );
    }
    case 'list':
      return value.items.length === 1
        ? candidatesOf(value.items[0]!, kind, at, registry)
        : { candidates: [], missing: { because: because(value) } };
    default:
      return { candidates: [], missing: { because: because(value) } };
  }
}

function join(parts: readonly Value[], kind: NounKind, at: Origin, registry: Registry): Candidates {
  const all = parts.map((p) => candidatesOf(p, kind, at, registry));
  return { candidates: all.flatMap((c) => c.candidates), missing: all.find((c) => c.missing)?.missing };
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

/** Whether a literal among other references only decides which is taken (`var.ha ? ... : ...`). */
function isControl(value: Value, kind: NounKind): boolean {
  if (value.k !== 'lit') return false;
  if (typeof value.v === 'string') return !(ID_PREFIX[kind]?.test(value.v) ?? true);
  return !Array.isArray(value.v) || !value.v.some((v) => typeof v === 'string' && ID_PREFIX[kind]?.test(v));
}

function idRef(id: string, kind: NounKind, at: Origin, registry: Registry, sensitive: true | undefined): Ref<Entity> {
  const to = registry.byId(id, kind);
  if (to) return { is: 'entity', to, at };
  return sensitive ? { is: 'id', id, at, sensitive } : { is: 'id', id, at };
}

function unique(refs: readonly Ref<Entity>[]): readonly Ref<Entity>[] {
  const seen = new Map<string | undefined, Ref<Entity>>();
  for (const ref of refs) seen.set(refKey(ref), ref);
  return [...seen.values()];
}

function isNull(v: unknown): boolean {
  return v === null || v === undefined || v === '';
}

/** A collection of references. */
export function toRefs<T extends Entity>(value: Value, kind: NounKind, at: Origin, registry: Registry): Bag<Ref<T>> {
  return collect(value, kind, at, registry, false) as Bag<Ref<T>>;
}

/**
 * `inMix`: the value is one of several parts of an expression, so that a single id in it is an element; on its own an
 * unknown attribute is the whole collection (`data.aws_subnets.all.ids`).
 */
function collect(value: Value, kind: NounKind, at: Origin, registry: Registry, inMix: boolean): Bag<Ref<Entity>> {
  switch (value.k) {
    case 'lit':
      return bag(
        (Array.isArray(value.v) ? value.v : [value.v])
          .filter((v): v is string => typeof v === 'string' && v !== '')
          .map((id) => idRef(id, kind, at, registry, value.sensitive)),
        at,
      );
    case 'list':
      return collectList(value.items, kind, at, registry);
    case 'instance':
    case 'attribute': {
      const { candidates, missing } = candidatesOf(value, kind, at, registry);
      if (candidates.length > 0) return bag(candidates, at);
      return missing ? openBag(missing.because, at) : bag([], at);
    }
    case 'mix':
      return collectMix(value.parts, kind, at, registry);
    case 'one': {
      // One of several: an element where they are elements, else a collection that is one of these.
      const element = toRef(value, kind, at, registry);
      return inMix || value.options.every((o) => isElement(o, kind, registry))
        ? bag(element ? [element] : [], at)
        : oneOf(value.options, kind, at, registry);
    }
    case 'some': {
      const sure = collectList(value.sure, kind, at, registry);
      const rest = collectList(value.maybe, kind, at, registry);
      return bag(sure.sure, at, {
        maybe: [...sure.maybe, ...rest.sure, ...rest.maybe],
        open: value.open?.because ?? sure.open ?? rest.open,
      });
    }
    case 'instances':
      return loosely(value, kind, at, registry);
    default:
      return openBag(because(value), at);
  }
}

function collectList(items: readonly Value[], kind: NounKind, at: Origin, registry: Registry): Bag<Ref<Entity>> {
  const sure: Ref<Entity>[] = [];
  for (const item of items) {
    const ref = toRef(item, kind, at, registry);
    if (ref) sure.push(ref);
  }
  return bag(sure, at);
}

function isElement(value: Value, kind: NounKind, registry: Registry): boolean {
  if (value.k === 'instance') return true;
  if (value.k === 'lit') return typeof value.v === 'string';
  return value.k === 'attribute' && registry.ofAttribute(value.of, value.path, kind) !== undefined;
}

/** A collection that is exactly one of several: what all hold is sure. */
function oneOf(options: readonly Value[], kind: NounKind, at: Origin, registry: Registry): Bag<Ref<Entity>> {
  const bags = options.map((o) => collect(o, kind, at, registry, false));
  const common = (bags[0]?.sure ?? []).filter((ref) => {
    const key = refKey(ref);
    return key !== undefined && bags.every((b) => b.sure.some((r) => refKey(r) === key));
  });
  const commonKeys = new Set(common.map(refKey));
  const maybe = unique(bags.flatMap((b) => [...b.sure, ...b.maybe]).filter((r) => !commonKeys.has(refKey(r))));
  return bag(common, at, { maybe, open: bags.find((b) => b.open !== null)?.open ?? null });
}

/**
 * What only the references of an expression tell. Exact references are elements; a bare one stands for some subset of its
 * instances; anything that may steer a condition makes all of them possible only.
 */
function collectMix(parts: readonly Value[], kind: NounKind, at: Origin, registry: Registry): Bag<Ref<Entity>> {
  // `aws_security_group.a[*].id` of a block without `count` is a list of one.
  if (parts.length === 1 && parts[0]!.k === 'instance') return collect(parts[0]!, kind, at, registry, true);
  if (parts.length === 1 && parts[0]!.k === 'mix') return demote(collectMix(parts[0]!.parts, kind, at, registry));
  const exact: Ref<Entity>[] = [];
  const loose: Ref<Entity>[] = [];
  let steered = false;
  let open: string | null = null;
  for (const part of parts) {
    if (part.k === 'lit') {
      if (isControl(part, kind) && parts.length > 1) steered = true;
      else loose.push(...collect(part, kind, at, registry, true).sure);
    } else if (part.k === 'attribute' || part.k === 'one') {
      const found = collect(part, kind, at, registry, true);
      exact.push(...found.sure);
      loose.push(...found.maybe);
      open ??= found.open;
    } else {
      const found =
        part.k === 'mix'
          ? collectMix(part.parts, kind, at, registry)
          : part.k === 'instance'
            ? loosely(part, kind, at, registry)
            : collect(part, kind, at, registry, true);
      loose.push(...found.sure, ...found.maybe);
      open ??= found.open;
      // Beside a collection an indexed reference may be the other arm of a condition.
      if (parts.length > 1) steered = true;
    }
  }
  if (steered) return bag([], at, { maybe: unique([...exact, ...loose]), open });
  return bag(exact, at, { maybe: loose, open });
}

/**
 * Handed on as a whole (`subnet_ids = var.subnet_ids`) or cut (`slice(var.subnet_ids, 0, 1)`): the plan shows the same. A
 * single element is taken as handed on: nothing is there that could choose.
 */
function demote(b: Bag<Ref<Entity>>): Bag<Ref<Entity>> {
  if (b.sure.length === 1 && b.maybe.length === 0 && b.open === null) return b;
  return bag([], b.at, { maybe: [...b.sure, ...b.maybe], open: b.open });
}

function loosely(value: Value, kind: NounKind, at: Origin, registry: Registry): Bag<Ref<Entity>> {
  const maybe: Ref<Entity>[] = [];
  let open: string | null = null;
  for (const element of elements(value)) {
    const { candidates, missing } = candidatesOf(element, kind, at, registry);
    maybe.push(...candidates);
    if (missing) open ??= missing.because;
  }
  return bag([], at, { maybe: unique(maybe), open });
}
