/** A resource, or a map inside one, as facts. */
import { parseCidr } from '../../../aws/index.ts';
import { type Bag, bag, type Fact, known, type Origin, openBag, unknown, within } from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { because, booleanOf, isSecret, NONE, numberOf, text, type Value } from '../values/value.ts';
import type { World } from '../worlds/world.ts';

export interface View {
  readonly at: Origin;
  /** Address of the resource it is in. */
  readonly address: string;
  get(name: string): Value;
  /** Where a member is written. */
  place(name: string): Origin;
}

export function resourceView(resource: Resource, world: World): View {
  return {
    at: resource.at,
    address: resource.address,
    get: (name) => world.read(resource, name),
    place: (name) => within(resource.at, 'Properties', name),
  };
}

/** A map inside a resource. If the value is not a map, every member is unknown. */
export function mapView(value: Value, at: Origin, address: string): View {
  return {
    at,
    address,
    get: (name) => {
      if (value.k === 'none') return NONE;
      if (value.k !== 'map') return value.k === 'lit' ? NONE : { k: 'unknown', because: because(value) };
      return value.members.get(name) ?? (value.open === null ? NONE : { k: 'unknown', because: value.open });
    },
    place: (name) => within(at, name),
  };
}

/** The maps of a list, each a view; the reason where the list is not known. */
export function views(
  value: Value,
  at: Origin,
  address: string,
): { readonly items: readonly View[]; readonly open: string | null } {
  switch (value.k) {
    case 'none':
      return { items: [], open: null };
    case 'list': {
      const lists = value.items.find((item) => item.k === 'unknown' && item.form !== 'one');
      const items = value.items.filter((item) => item !== lists);
      return {
        items: items.map((item, i) => mapView(item, within(at, i), address)),
        open: lists ? because(lists) : null,
      };
    }
    case 'map':
      return { items: [mapView(value, at, address)], open: value.open };
    default:
      return { items: [], open: because(value) };
  }
}

/** The fact of a value; `read` gives undefined for what is of another type. */
export function factOf<T>(value: Value, at: Origin, whose: string, read: (value: Value) => T | undefined): Fact<T> {
  const found = value.k === 'lit' || value.k === 'none' || value.k === 'list' ? read(value) : undefined;
  if (found === undefined) return unknown(`${whose}: ${because(value)}`, at);
  return known(found, at, isSecret(value));
}

export function fact<T>(view: View, name: string, read: (value: Value) => T | undefined): Fact<T> {
  return factOf(view.get(name), view.place(name), whose(view, name), read);
}

export function whose(view: View, name: string): string {
  return `\`${name}\` of ${view.address}`;
}

/** A text. It counts as unknown if it is left out. */
export function textFact(view: View, name: string): Fact<string> {
  return fact(view, name, (value) => (value.k === 'lit' && value.v !== '' ? text(value) : undefined));
}

/** A text, or null where it is left out. */
export function optional(view: View, name: string, leftOut: readonly string[] = []): Fact<string | null> {
  return fact(view, name, (value) => {
    if (value.k === 'none') return null;
    if (value.k !== 'lit') return undefined;
    return value.v === '' || leftOut.includes(text(value)) ? null : text(value);
  });
}

/** A range of addresses, or null where it is left out. Any other text, such as a placeholder of another tool, is unknown. */
export function range(view: View, name: string): Fact<string | null> {
  const found = optional(view, name);
  if (!found.known || found.value === null || parseCidr(found.value)) return found;
  return unknown(`${whose(view, name)} is not a range of addresses`, found.at);
}

/** A boolean, written as one or as text; `otherwise` where it is left out. */
export function flag(view: View, name: string, otherwise: boolean): Fact<boolean> {
  return fact(view, name, (value) => (value.k === 'none' ? otherwise : booleanOf(value)));
}

/** A number, written as a number or as text. Null if it is left out. */
export function number(view: View, name: string): Fact<number | null> {
  return fact(view, name, (value) => (value.k === 'none' ? null : numberOf(value)));
}

/** A list of texts, one text counting as a list of one; `leftOut` where it is not given. */
export function texts(view: View, name: string, leftOut: readonly string[] = []): Bag<string> {
  const value = view.get(name);
  const at = view.place(name);
  if (value.k === 'none') return bag(leftOut, at);
  const items = value.k === 'list' ? value.items : [value];
  const plain = items.flatMap((item) => (item.k === 'lit' && !item.secret ? [text(item)] : []));
  const open = items.find((item) => item.k !== 'lit' || item.secret);
  if (value.k !== 'list' && open) return openBag(`${whose(view, name)}: ${because(open)}`, at);
  return bag(plain, at, { open: open ? `${whose(view, name)}: ${because(open)}` : null });
}
