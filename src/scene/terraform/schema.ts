import { type Json, UNKNOWN } from './expression.ts';

/** What the AWS provider makes of an attribute, by version 6.34. */
export interface Attribute {
  /** What a plan holds where the configuration leaves it out. */
  readonly unset: Json | typeof UNKNOWN;
  /** What the state holds then, unless AWS says otherwise. */
  readonly applied: Json;
  /** Lists and maps have marks of their own in `after_unknown` and `after_sensitive`. */
  readonly shape: 'scalar' | 'list' | 'map';
  /** Attributes of the objects in a list. */
  readonly nested?: Attributes;
  /** A separate block: the configuration shows each of its arguments. Otherwise it is one expression for the whole list. */
  readonly block?: true;
}

export type Attributes = Readonly<Record<string, Attribute>>;

export interface Schema {
  /** `schema_version` */
  readonly version: number;
  readonly attributes: Attributes;
}

/** Known after apply if it is left out. */
export const computed: Attribute = { unset: UNKNOWN, applied: null, shape: 'scalar' };
export const computedList: Attribute = { unset: UNKNOWN, applied: [], shape: 'list' };
export const computedText: Attribute = { unset: UNKNOWN, applied: '', shape: 'scalar' };

/** Null if it is left out; `applied` is what the state then holds. */
export function optional(applied: Json = null): Attribute {
  return { unset: null, applied, shape: 'scalar' };
}

/** A default of the provider, known in the plan. */
export function byDefault(value: Json): Attribute {
  return { unset: value, applied: value, shape: Array.isArray(value) ? 'list' : 'scalar' };
}

export const optionalList: Attribute = { unset: null, applied: null, shape: 'list' };

/** A list of objects in one attribute, as the rules of a security group. */
export function objects(nested: Attributes): Attribute {
  return { ...computedList, nested };
}

/** A nested block. */
export function block(nested: Attributes, unset: Json | typeof UNKNOWN = []): Attribute {
  return { unset, applied: [], shape: 'list', nested, block: true };
}

export const tags: Attributes = {
  tags: { unset: null, applied: null, shape: 'map' },
  tags_all: { unset: UNKNOWN, applied: {}, shape: 'map' },
};

/** Attributes of most resources of EC2. */
export const common: Attributes = { ...tags, arn: computed, id: computed, owner_id: computed, region: computed };
