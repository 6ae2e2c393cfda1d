/**
 * A network that cannot be changed, that remembers what was asked of it, and in which one thing may be made unknown.
 * Things are known by the object they belong to and the path from there: `endpoint aws_vpc_endpoint.sqs: subnets`.
 */
import { type Bag, type Fact, type Network, type NounKind, unknown } from '../../src/model/index.ts';

export interface Guarded {
  readonly network: Network;
  /** Facts, bags, references and completeness that were read so far. */
  readonly asked: ReadonlySet<string>;
}

interface Place {
  /** `before ` for what was there before the plan: the same objects, other knowledge. */
  readonly era: '' | 'before ';
  /** `endpoint aws_vpc_endpoint.sqs`, or `network` for what belongs to no object. */
  readonly owner: string;
  readonly path: string;
}

const BLURRED = 'made unknown by the test';

/** What is put in the place of something unknown; undefined leaves it as it is. */
export type Complete = (thing: string, value: object, net: Network) => object | undefined;

/**
 * `blur` says which things are unknown; default: none. `hear` is told of each thing whenever it is asked for. `complete` makes
 * up for what is unknown.
 */
export function guard(
  net: Network,
  blur: (thing: string) => boolean = () => false,
  hear: (thing: string) => void = () => {},
  complete?: Complete,
): Guarded {
  const asked = new Set<string>();
  const ask = (thing: string) => {
    asked.add(thing);
    hear(thing);
  };
  const wrapped = new WeakMap<object, object>();
  const originals = new WeakMap<object, object>();
  const made = new WeakSet<object>();

  const wrap = (value: unknown, place: Place): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const here = placeOf(value, place);
    const kind = kindOf(value);
    const filled = complete && !made.has(value) ? fill(complete, value, here) : undefined;
    if (filled) {
      made.add(filled);
      return wrap(filled, here);
    }
    if (kind !== undefined && !made.has(value)) {
      const thing = `${here.owner}: ${here.path}`;
      ask(thing);
      if (blur(thing)) {
        const fogged = blurred(kind, value);
        const unclear = complete?.(thing, fogged, net) ?? fogged;
        made.add(unclear);
        return wrap(unclear, here);
      }
    }
    const done = wrapped.get(value);
    if (done) return done;
    const shield = Array.isArray(value)
      ? Object.freeze(value.map((item, i) => wrap(item, within(here, i))))
      : protect(value, here);
    wrapped.set(value, shield);
    originals.set(shield, value);
    return shield;
  };

  const fill = (by: Complete, value: object, { owner, path }: Place): object | undefined => {
    const thing = `${owner}: ${path}`;
    return blur(thing) ? undefined : by(thing, value, net);
  };

  const protect = (value: object, here: Place): object =>
    new Proxy(Object.create(Object.getPrototypeOf(value)), {
      get: (_, key) => {
        const inner = Reflect.get(value, key, value) as unknown;
        if (typeof key === 'symbol') return inner;
        if (isKnowledgeOf(value, key)) return column(inner, within(here, key));
        // What needs no shield needs no name.
        if (inner === null || (typeof inner !== 'object' && typeof inner !== 'function')) return inner;
        if (typeof inner === 'function') {
          return (...args: unknown[]) => {
            const plain = args.map((arg) => originals.get(arg as object) ?? arg);
            if (value === net && key === 'complete') return completeness(plain[0] as NounKind, plain);
            return wrap(inner.apply(value, plain), within(here, key));
          };
        }
        if (value === net && key === 'before') return wrap(inner, { era: 'before ', owner: 'network', path: '' });
        return wrap(inner, within(here, key));
      },
      has: (_, key) => Reflect.has(value, key),
      ownKeys: () => Reflect.ownKeys(value),
      getOwnPropertyDescriptor: (_, key) => {
        if (!Object.hasOwn(value, key)) return undefined;
        const place = within(here, String(key));
        const inner = Reflect.get(value, key, value) as unknown;
        const item = isKnowledgeOf(value, key) ? column(inner, place) : wrap(inner, place);
        return { configurable: true, enumerable: true, writable: false, value: item };
      },
      set: (_, key) => refuse(key),
      defineProperty: (_, key) => refuse(key),
      deleteProperty: (_, key) => refuse(key),
    });

  const column = (value: unknown, here: Place): unknown => {
    const thing = `${here.owner}: ${here.path}`;
    ask(thing);
    return blur(thing) ? null : wrap(value, here);
  };

  const completeness = (kind: NounKind, args: readonly unknown[]) => {
    const thing = `network: complete ${kind}`;
    ask(thing);
    if (blur(thing)) return { complete: false, because: BLURRED };
    return net.complete(kind, args[1] as never);
  };

  return { network: wrap(net, { era: '', owner: 'network', path: '' }) as Network, asked };
}

function refuse(key: string | symbol): never {
  throw new Error(`a rule may not change the model: it wrote ${String(key)}`);
}

function within(place: Place, step: string | number): Place {
  return { era: place.era, owner: place.owner, path: place.path === '' ? String(step) : `${place.path}.${step}` };
}

/** An object with a kind and a key owns what is in it, wherever it was reached from. */
function placeOf(value: object, place: Place): Place {
  if ('kind' in value && 'key' in value) {
    return { era: place.era, owner: `${place.era}${String(value.kind)} ${String(value.key)}`, path: '' };
  }
  return place;
}

type Kind = 'fact' | 'bag' | 'ref';

/** What kind of knowledge a value is; undefined for none, and for what is unknown already. */
function kindOf(value: object): Kind | undefined {
  if ('known' in value && 'at' in value) return value.known === true ? 'fact' : undefined;
  if ('sure' in value && 'maybe' in value && 'open' in value) return 'bag';
  if ('is' in value && 'at' in value) return value.is === 'entity' || value.is === 'id' ? 'ref' : undefined;
  return undefined;
}

/** A row about a service has null for what is unknown: all but what it is found by, and its facts. */
function isKnowledgeOf(value: object, key: string | symbol): boolean {
  if (!('serviceName' in value && 'policySupported' in value)) return false;
  return !['serviceName', 'types', 'region'].includes(String(key));
}

function blurred(kind: Kind, value: object): object {
  switch (kind) {
    case 'fact':
      return unknown(BLURRED, (value as Fact<unknown>).at);
    case 'bag': {
      const bag = value as Bag<unknown>;
      return { sure: [], maybe: [...bag.sure, ...bag.maybe], open: BLURRED, at: bag.at };
    }
    case 'ref':
      return { is: 'unknown', because: BLURRED, at: (value as { at: unknown }).at };
  }
}
