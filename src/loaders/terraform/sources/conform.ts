/** A value as a variable's declared type has it: optional attributes filled in, sets in order, scalars converted. */
import type { Expression } from '../../../text/hcl/index.ts';
import { lit, NULL, settle, type Value } from '../values/value.ts';
import { entriesOf } from './collections.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';

export function conform(value: Value, type: Expression, frame: Frame): Value {
  if (value.k === 'lit' && value.v === null) return value;
  if (type.kind === 'traversal') return scalar(value, type.root);
  if (type.kind !== 'call') return value;
  const [inner] = type.arguments;
  if (!inner) return value;
  switch (type.name) {
    case 'list':
      return itemsOf(value, () => inner, frame);
    case 'set':
      return setOf(itemsOf(value, () => inner, frame));
    case 'tuple':
      return inner.kind === 'tuple' ? itemsOf(value, (i) => inner.elements[i], frame) : value;
    case 'map':
      return mapOf(value, inner, frame);
    case 'object':
      return inner.kind === 'object' ? objectOf(value, inner.items, frame) : value;
    case 'optional':
      return conform(value, inner, frame);
    default:
      return value;
  }
}

function scalar(value: Value, type: string): Value {
  if (value.k !== 'lit') return value;
  const { v } = value;
  if (type === 'string' && (typeof v === 'number' || typeof v === 'boolean')) return { ...value, v: String(v) };
  if (type === 'number' && typeof v === 'string' && v !== '' && !Number.isNaN(Number(v)))
    return { ...value, v: Number(v) };
  return type === 'bool' && (v === 'true' || v === 'false') ? { ...value, v: v === 'true' } : value;
}

function itemsOf(value: Value, typeOf: (i: number) => Expression | undefined, frame: Frame): Value {
  if (value.k !== 'list' && !(value.k === 'lit' && Array.isArray(value.v))) return value;
  const items = (entriesOf(value)?.items ?? []).map((item, i) => {
    const type = typeOf(i);
    return type ? conform(item.value, type, frame) : item.value;
  });
  return settle({ k: 'list', items });
}

/** Terraform iterates over a set of strings in sorted order. Each element is its own key. */
function setOf(value: Value): Value {
  if (value.k === 'list') return { ...value, set: true };
  if (value.k !== 'lit' || !Array.isArray(value.v)) return value;
  const isText = value.v.every((v) => typeof v === 'string');
  return { ...value, v: isText ? [...new Set(value.v)].sort() : value.v, set: true };
}

function mapOf(value: Value, type: Expression, frame: Frame): Value {
  const members = membersOf(value);
  if (!members) return value;
  const changed = new Map([...members].map(([key, item]) => [key, conform(item, type, frame)]));
  return settle(value.k === 'object' ? { ...value, members: changed } : { k: 'object', members: changed });
}

interface TypeItem {
  readonly key: Expression;
  readonly value: Expression;
}

/** Attributes that are not declared are dropped; optional ones that are not given have their default, or null. */
function objectOf(value: Value, items: readonly TypeItem[], frame: Frame): Value {
  const given = membersOf(value);
  if (!given) return value;
  const members = new Map<string, Value>();
  for (const item of items) {
    const name = nameOf(item.key);
    if (name === undefined) return value;
    const found = given.get(name);
    const isAbsent = !found || (found.k === 'lit' && found.v === null);
    const filled = isAbsent ? (defaultOf(item.value, frame) ?? NULL) : found;
    members.set(name, conform(filled, item.value, frame));
  }
  const uncertain = value.k === 'object' ? value.uncertain : undefined;
  return settle({ k: 'object', members, ...(uncertain ? { uncertain } : {}) });
}

function membersOf(value: Value): ReadonlyMap<string, Value> | undefined {
  if (value.k === 'object') return value.members;
  if (value.k !== 'lit' || typeof value.v !== 'object' || value.v === null || Array.isArray(value.v)) return undefined;
  return new Map(Object.entries(value.v).map(([key, item]) => [key, lit(item, value.sensitive)]));
}

function nameOf(key: Expression): string | undefined {
  if (key.kind === 'traversal' && key.steps.length === 0) return key.root;
  return key.kind === 'literal' && typeof key.value === 'string' ? key.value : undefined;
}

function defaultOf(type: Expression, frame: Frame): Value | undefined {
  if (type.kind !== 'call' || type.name !== 'optional') return undefined;
  const written = type.arguments[1];
  return written && evaluate(written, frame);
}
