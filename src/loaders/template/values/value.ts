/** The value of a template's expression before any deployment, which is known in part. */
import type { Resource } from '../stack/types.ts';

export type Value = Literal | List | MapValue | Mix | Reference | Zones | UnknownValue | None;

/** A text, number or boolean. CloudFormation converts between them as a property wants it. */
export interface Literal {
  readonly k: 'lit';
  readonly v: string | number | boolean;
  /** Marked NoEcho: judged, never printed. */
  readonly secret?: true;
  /** A stand-in for a value that only deployment will name (the Region, its first zone). It is the same everywhere. */
  readonly standIn?: true;
}

export interface List {
  readonly k: 'list';
  readonly items: readonly Value[];
}

export interface MapValue {
  readonly k: 'map';
  readonly members: ReadonlyMap<string, Value>;
  /** Why there may be other members, or other values of these. Null if there are none. */
  readonly open: string | null;
}

/** A text with parts that are not known: `Sub`, `Join`. */
export interface Mix {
  readonly k: 'mix';
  /** Texts, references and unknown values, in order. At least one is not a literal. */
  readonly parts: readonly Value[];
}

/** `Ref` of a resource, or `GetAtt` of one of its attributes. */
export interface Reference {
  readonly k: 'ref';
  readonly to: Resource;
  /** Null for `Ref`. */
  readonly attribute: string | null;
}

/** `Fn::GetAZs`: their names, number and order are the account's. */
export interface Zones {
  readonly k: 'zones';
  readonly region: string;
  readonly standIn: boolean;
}

export interface UnknownValue {
  readonly k: 'unknown';
  readonly because: string;
  /** Its identity: equal symbols are equal values. */
  readonly symbol?: string;
  /** Whether it is surely one item, or surely a list. */
  readonly form?: 'one' | 'list';
  readonly secret?: true;
}

/** Left out, or `AWS::NoValue`. */
export interface None {
  readonly k: 'none';
}

export const NONE: None = { k: 'none' };

export function lit(
  v: Literal['v'],
  more: { secret?: boolean | undefined; standIn?: boolean | undefined } = {},
): Literal {
  if (!more.secret && !more.standIn) return { k: 'lit', v };
  return { k: 'lit', v, ...(more.secret ? { secret: true } : {}), ...(more.standIn ? { standIn: true } : {}) };
}

export function unknownValue(
  because: string,
  more: { symbol?: string | undefined; form?: 'one' | 'list' | undefined; secret?: boolean | undefined } = {},
): UnknownValue {
  return {
    k: 'unknown',
    because,
    ...(more.symbol === undefined ? {} : { symbol: more.symbol }),
    ...(more.form === undefined ? {} : { form: more.form }),
    ...(more.secret ? { secret: true } : {}),
  };
}

export function list(items: readonly Value[]): List {
  return { k: 'list', items };
}

/** Whether a secret is in it. */
export function isSecret(value: Value): boolean {
  switch (value.k) {
    case 'lit':
    case 'unknown':
      return value.secret === true;
    case 'mix':
      return value.parts.some(isSecret);
    case 'list':
      return value.items.some(isSecret);
    case 'map':
      return [...value.members.values()].some(isSecret);
    default:
      return false;
  }
}

/** Why a value is not known, in words for a person. */
export function because(value: Value): string {
  switch (value.k) {
    case 'unknown':
      return value.because;
    case 'ref':
      return `\`${nameOf(value)}\` is known only after deployment`;
    case 'mix': {
      const part = value.parts.find((each) => each.k !== 'lit');
      return part ? because(part) : 'it is known only after deployment';
    }
    case 'zones':
      return 'the Availability Zones of the account are known only after deployment';
    case 'list': {
      const item = value.items.find((each) => each.k !== 'lit');
      return item ? because(item) : 'it is a list';
    }
    case 'map':
      return value.open ?? 'it is a map';
    case 'none':
      return 'it is not given';
    case 'lit':
      return 'it is not of the type that is wanted';
  }
}

/** `Vpc`, `Vpc.CidrBlock`. */
export function nameOf({ to, attribute }: Reference): string {
  return attribute === null ? to.address : `${to.address}.${attribute}`;
}

/** A name for the value that equal values share. Undefined if nothing is known about it. */
export function symbolOf(value: Value): string | undefined {
  switch (value.k) {
    case 'lit':
      return JSON.stringify(String(value.v));
    case 'unknown':
      return value.symbol;
    case 'ref':
      return nameOf(value);
    case 'zones':
      return `zones of ${value.region}`;
    case 'mix':
    case 'list': {
      const parts = (value.k === 'mix' ? value.parts : value.items).map(symbolOf);
      return parts.includes(undefined) ? undefined : `${value.k} ${parts.join(' ')}`;
    }
    default:
      return undefined;
  }
}

/** Joins texts; a join of only literals becomes one literal. Undefined if a part is not a text. */
export function concat(values: readonly Value[]): Value | undefined {
  const parts: Value[] = [];
  for (const value of values) {
    if (value.k === 'none' || value.k === 'list' || value.k === 'map' || value.k === 'zones') return undefined;
    const last = parts.at(-1);
    if (value.k === 'mix') {
      for (const part of value.parts) append(parts, part);
    } else if (value.k === 'lit' && last?.k === 'lit') append(parts, value);
    else parts.push(value);
  }
  if (parts.length === 0) return lit('');
  const only = parts[0]!;
  if (parts.length === 1) return only.k === 'lit' ? { ...only, v: text(only) } : only;
  return { k: 'mix', parts };
}

function append(parts: Value[], value: Value): void {
  const last = parts.at(-1);
  if (value.k === 'lit' && last?.k === 'lit') {
    parts[parts.length - 1] = lit(text(last) + text(value), {
      secret: last.secret || value.secret,
      standIn: last.standIn || value.standIn,
    });
  } else parts.push(value);
}

/** A scalar as CloudFormation writes it in a text. */
export function text({ v }: Literal): string {
  return String(v);
}

/** The text of a literal. Undefined for any other value. */
export function textOf(value: Value): string | undefined {
  return value.k === 'lit' ? text(value) : undefined;
}

/** A boolean as CloudFormation reads it, YAML 1.1 included. */
export function booleanOf(value: Value): boolean | undefined {
  const word = textOf(value)?.toLowerCase();
  if (word === 'true' || word === 'yes' || word === 'on') return true;
  return word === 'false' || word === 'no' || word === 'off' ? false : undefined;
}

export function numberOf(value: Value): number | undefined {
  const word = textOf(value)?.trim();
  if (word === undefined || word === '') return undefined;
  const number = Number(word);
  return Number.isFinite(number) ? number : undefined;
}
