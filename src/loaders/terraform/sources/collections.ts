import type { Assumed } from '../document/document.ts';
import { keyValue } from '../values/stand-in.ts';
import { lit, type Unknowable, unknowable, type Value } from '../values/value.ts';

/** The elements of a collection with their keys, in Terraform's order. */
export interface Entries {
  readonly items: readonly { readonly key: Value; readonly value: Value; readonly sure: boolean }[];
  /** Why there may be others. Null if there are none. */
  readonly open: Unknowable | null;
}

/** What a `for` expression or a splat iterates over. Undefined for a value that is not a collection, or is unknown. */
export function entriesOf(value: Value): Entries | undefined {
  switch (value.k) {
    case 'lit': {
      const { v, sensitive } = value;
      if (Array.isArray(v))
        return all(
          v.map((item, i) => [value.set ? String(item) : i, lit(item, sensitive)]),
          sensitive,
        );
      if (typeof v === 'object' && v !== null) {
        return all(
          Object.entries(v)
            .sort(byKey)
            .map(([key, item]) => [key, lit(item, sensitive)]),
          sensitive,
        );
      }
      return undefined;
    }
    case 'list': {
      // The keys of a set are its elements.
      const items = value.items.map((item, i) => ({ key: value.set ? item : lit(i), value: item, sure: true }));
      return { items, open: null };
    }
    case 'object': {
      const members = [...value.members].sort(byKey);
      const items = members.map(([key, item]) => ({
        key: keyValue(key),
        value: item,
        sure: !value.uncertain?.has(key),
      }));
      return { items, open: null };
    }
    case 'instances':
      return { ...ofInstances(value.of, (of) => ({ k: 'instance', of })), open: value.open };
    case 'modules':
      return { ...ofInstances(value.of, (of) => ({ k: 'module', of })), open: value.open ?? null };
    case 'some':
      return {
        items: [
          ...value.sure.map((item) => ({ key: lit(null), value: item, sure: true })),
          ...value.maybe.map((item) => ({ key: lit(null), value: item, sure: false })),
        ],
        open: value.open,
      };
    default:
      return undefined;
  }
}

function all(items: readonly (readonly [string | number, Value])[], sensitive: true | undefined): Entries {
  return { items: items.map(([key, value]) => ({ key: keyValue(key, sensitive), value, sure: true })), open: null };
}

interface Repeated {
  readonly key: string | number | undefined;
  readonly assumed?: Assumed | undefined;
}

/** An instance that is only assumed to exist has no key of its own. */
function ofInstances<T extends Repeated>(list: readonly T[], value: (of: T) => Value): Entries {
  const items = [...list].sort(byInstance).map((of) => ({
    key:
      of.key === undefined && of.assumed !== undefined
        ? unknowable('each.key', of.assumed.message)
        : keyValue(of.key ?? 0),
    value: value(of),
    sure: of.key !== undefined || of.assumed === undefined,
  }));
  return { items, open: null };
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

function byInstance(a: Repeated, b: Repeated): number {
  if (typeof a.key === 'number' && typeof b.key === 'number') return a.key - b.key;
  return String(a.key) < String(b.key) ? -1 : 1;
}
