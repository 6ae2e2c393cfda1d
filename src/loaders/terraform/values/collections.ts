/** Which objects a collection holds: surely, possibly, and whether there may be more. */
import { listed } from '../../../base/words.ts';
import {
  type Bag,
  bag,
  type Entity,
  isExact,
  type NounKind,
  type Origin,
  openBag,
  PASS_SOURCES,
  type Ref,
  reason,
  refKey,
  refName,
} from '../../../model/index.ts';
import { isRecord } from '../document/shapes.ts';
import { attributeRef, candidatesOf, type EntityLookup, idRef, isId, toRef, unique } from './targets.ts';
import { elements, NULL, type Value } from './value.ts';
import { whyUnknown } from './why-unknown.ts';

const NAMES_TOLD = 2;
const NONE: readonly never[] = [];

/** What we need to read a collection. */
interface View {
  readonly kind: NounKind;
  readonly at: Origin;
  readonly lookup: EntityLookup;
}

/** A collection of references. */
export function toRefs<T extends Entity>(value: Value, kind: NounKind, at: Origin, lookup: EntityLookup): Bag<Ref<T>> {
  if (value === NULL) return { sure: NONE, maybe: NONE, open: null, at };
  if (value.k === 'lit' && isRecord(value.v)) return openBag('it is a map, not a list', at);
  return collect(value, { kind, at, lookup }) as Bag<Ref<T>>;
}

function collect(value: Value, view: View): Bag<Ref<Entity>> {
  const { kind, at, lookup } = view;
  switch (value.k) {
    case 'lit':
      return bag(
        (Array.isArray(value.v) ? value.v : [value.v])
          .filter((v): v is string => typeof v === 'string' && v !== '')
          .map((id) => idRef(id, kind, at, lookup, value.sensitive)),
        at,
      );
    case 'list':
      return collectList(value.items, view);
    case 'instance':
    case 'attribute': {
      // On its own an unknown attribute is the whole collection (`data.aws_subnets.all.ids`).
      const { candidates, missing } = candidatesOf(value, kind, at, lookup);
      if (candidates.length > 0) return bag(candidates, at);
      return missing[0] ? openBag(missing[0].because, at) : bag([], at);
    }
    case 'mix':
      return collectMix(value.parts, view);
    case 'one': {
      if (!value.options.every((o) => isElement(o, view))) return oneOf(value.options, view);
      const element = toRef(value, kind, at, lookup);
      return bag(element ? [element] : [], at);
    }
    case 'some': {
      const sure = collectList(value.sure, view);
      const rest = collectList(value.maybe, view);
      return bag(sure.sure, at, {
        maybe: [...sure.maybe, ...rest.sure, ...rest.maybe],
        open: value.open?.because ?? sure.open ?? rest.open,
      });
    }
    case 'instances':
      return loosely(value, view);
    default:
      return openBag(whyUnknown(value), at);
  }
}

function collectList(items: readonly Value[], { kind, at, lookup }: View): Bag<Ref<Entity>> {
  const sure: Ref<Entity>[] = [];
  for (const item of items) {
    const ref = toRef(item, kind, at, lookup);
    if (ref) sure.push(ref);
  }
  return bag(sure, at);
}

/** Whether a value is one object of the kind, not a collection of them and nothing that merely decides. */
function isElement(value: Value, view: View): boolean {
  if (value.k === 'lit') return isId(value.v, view.kind);
  if (value.k === 'one') return value.options.every((o) => isElement(o, view));
  return value.k === 'attribute' && attributeRef(value, view.kind, view.at, view.lookup) !== undefined;
}

/** A collection that is exactly one of several: elements common to all are sure. If each has one element, so has it. */
function oneOf(options: readonly Value[], view: View): Bag<Ref<Entity>> {
  const bags = options.map((o) => collect(o, view));
  if (bags.every((b) => isExact(b) && b.sure.length === 1)) {
    const only = unique(bags.flatMap((b) => b.sure));
    return only.length === 1
      ? bag(only, view.at)
      : bag(
          [{ is: 'unknown', because: whyUnknown({ k: 'one', options: options.flatMap(elements) }), at: view.at }],
          view.at,
        );
  }
  const common = (bags[0]?.sure ?? []).filter((ref) => {
    const key = refKey(ref);
    return key !== undefined && bags.every((b) => b.sure.some((r) => refKey(r) === key));
  });
  const commonKeys = new Set(common.map(refKey));
  const maybe = unique(bags.flatMap((b) => [...b.sure, ...b.maybe]).filter((r) => !commonKeys.has(refKey(r))));
  return bag(common, view.at, { maybe, open: bags.find((b) => b.open !== null)?.open ?? null });
}

/**
 * What the references of an expression tell without its source. References to single objects are its elements. A bare
 * reference stands for some subset of its instances. Any other reference may decide which of them are used: then all
 * are only possible. A literal beside them (`concat(["subnet-0a"], [aws_subnet.a.id])`) leaves no trace, so we assume
 * there is none. Doubt about every list would leave a tenth of all verdicts on plans without sources undecided.
 * The sources show such a literal.
 */
function collectMix(parts: readonly Value[], view: View): Bag<Ref<Entity>> {
  const only = parts.length === 1 ? parts[0]! : undefined;
  // `aws_security_group.a[*].id` of a block without `count` is a list of one.
  if (only?.k === 'instance' || (only && isElement(only, view))) return collect(only, view);
  if (only) return handedOn(collect(only, view));
  const exact: Ref<Entity>[] = [];
  const loose: Ref<Entity>[] = [];
  let steered = false;
  let open: string | null = null;
  for (const part of parts) {
    if (isElement(part, view)) {
      exact.push(...collect(part, view).sure);
      continue;
    }
    // Beside a collection or a value of another kind a reference may be the other arm of a condition.
    steered = true;
    const found = isPlain(part) ? bag([], view.at) : collect(part, view);
    loose.push(...[...found.sure, ...found.maybe].filter((ref) => ref.is !== 'id' || isId(ref.id, view.kind)));
    open ??= found.open;
  }
  if (steered) return someOf(unique([...exact, ...loose]), view.at, open);
  return bag(exact, view.at);
}

/** A known scalar that is not an id: no collection of objects contains it. */
function isPlain(value: Value): boolean {
  return value.k === 'lit' && (typeof value.v !== 'object' || value.v === null);
}

/**
 * A list may be passed whole (`subnet_ids = var.subnet_ids`) or cut (`slice(var.subnet_ids, 0, 1)`): the plan shows the
 * same. We assume that a single element is passed whole, because nothing there could choose.
 */
function handedOn(b: Bag<Ref<Entity>>): Bag<Ref<Entity>> {
  if (b.sure.length === 1 && b.maybe.length === 0 && b.open === null) return b;
  return someOf([...b.sure, ...b.maybe], b.at, b.open);
}

/** Some of these, and the plan does not say which: that is in its sources. */
function someOf(maybe: readonly Ref<Entity>[], at: Origin, open: string | null): Bag<Ref<Entity>> {
  const names = [...new Set(maybe.map(refName).filter((name) => name !== null))];
  const doubt = reason(`the plan does not say which of ${listed(names, NAMES_TOLD)} are meant`, PASS_SOURCES);
  return bag([], at, { maybe, open, doubt: names.length > 0 ? doubt : null });
}

function loosely(instances: Value & { k: 'instances' }, { kind, at, lookup }: View): Bag<Ref<Entity>> {
  const { candidates, missing } = candidatesOf(instances, kind, at, lookup);
  return someOf(unique(candidates), at, missing[0]?.because ?? null);
}
