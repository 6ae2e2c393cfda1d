/** What stands in a Terraform configuration, as far as scenes need it, and what it comes to. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A value that is not known before apply. */
export const UNKNOWN: unique symbol = Symbol('known after apply');

/** JSON in which any part may be unknown. */
export type Value = Json | typeof UNKNOWN | readonly Value[] | { readonly [key: string]: Value };

/** `aws_subnet.a.id` */
export class Reference {
  /** `aws_subnet.a` */
  readonly resource: string;
  readonly path: readonly (string | number)[];
  constructor(resource: string, ...path: readonly (string | number)[]) {
    this.resource = resource;
    this.path = path;
  }
}

/** A function call without references, `jsonencode({...})`: its value is known, the plan's configuration shows `{}`. */
export class Call {
  readonly name: string;
  readonly argument: Json;
  readonly result: Json;
  constructor(name: string, argument: Json, result: Json) {
    this.name = name;
    this.argument = argument;
    this.result = result;
  }
}

/** A local: not in a plan, neither its expression nor its value. */
export class Local {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export type Expression =
  | null
  | boolean
  | number
  | string
  | Reference
  | Call
  | Local
  | readonly Expression[]
  | { readonly [key: string]: Expression };

/** The value of an expression, where `look` knows what a reference leads to. Locals are never known. */
export function evaluate(expression: Expression, look: (reference: Reference) => Value): Value {
  if (expression instanceof Reference) return look(expression);
  if (expression instanceof Call) return expression.result;
  if (expression instanceof Local) return UNKNOWN;
  if (expression === null || typeof expression !== 'object') return expression;
  if (isList(expression)) {
    const items = expression.map((item) => evaluate(item, look));
    // The provider treats lists of ids as sets: one unknown element makes the whole set unknown.
    return items.includes(UNKNOWN) ? UNKNOWN : items;
  }
  return Object.fromEntries(Object.entries(expression).map(([key, item]) => [key, evaluate(item, look)]));
}

/** How a plan's `configuration` shows an expression: constant, references, or neither. */
export function shown(expression: Expression): Json {
  const references = referencesIn(expression);
  if (references.length > 0) return { references: references.flatMap(chain) };
  return hasCall(expression) ? {} : { constant_value: expression as Json };
}

/** Each reference is followed by its prefixes, the last one the resource. */
function chain(reference: Reference | Local): string[] {
  if (reference instanceof Local) return [`local.${reference.name}`];
  const out: string[] = [reference.resource];
  for (const step of reference.path) out.unshift(typeof step === 'number' ? `${out[0]}[${step}]` : `${out[0]}.${step}`);
  return out;
}

export function referencesIn(expression: Expression): (Reference | Local)[] {
  if (expression instanceof Reference || expression instanceof Local) return [expression];
  if (expression === null || typeof expression !== 'object' || expression instanceof Call) return [];
  return (isList(expression) ? expression : Object.values(expression)).flatMap(referencesIn);
}

function hasCall(expression: Expression): boolean {
  if (expression instanceof Call) return true;
  if (expression === null || typeof expression !== 'object') return false;
  return (isList(expression) ? expression : Object.values(expression as { [key: string]: Expression })).some(hasCall);
}

/** `Array.isArray` for read-only lists. */
export function isList<T>(value: readonly T[] | unknown): value is readonly T[] {
  return Array.isArray(value);
}
