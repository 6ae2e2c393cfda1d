/** What functions of a template see of their stack and run. */
import type { Tri } from '../../../model/index.ts';
import type { Raw } from '../document/raw.ts';
import type { Resource, Scope, Stack } from '../stack/types.ts';
import type { Question } from '../worlds/state.ts';
import type { Value } from './value.ts';

export interface Context {
  readonly stack: Stack;
  readonly scope: Scope;
  /** Functions around this one. */
  readonly depth: number;
  /** Whether it is in a condition, where candidates of a parameter count one at a time. */
  readonly inCondition: boolean;
  readonly run: Run;
}

/** The whole run as functions see it. */
export interface Run {
  evaluate(raw: Raw, context: Context): Value;
  parameter(stack: Stack, name: string, inCondition: boolean): Value | undefined;
  pseudo(stack: Stack, name: string): Value | undefined;
  /** The meaning of a text that no deployment would have: a dummy of the CDK. Undefined for all other texts. */
  dummy(text: string, stack: Stack): Value | undefined;
  /** Whether a condition holds. */
  condition(stack: Stack, name: string, scope: Scope): Tri;
  /** A property of a resource. */
  read(resource: Resource, property: string): Value;
  exists(resource: Resource): Tri;
  output(stack: Stack, name: string): Value;
  /** The value that another stack of the run exports under a name. Undefined if none does. */
  imported(name: string, stack: Stack): Value | undefined;
  /** What the run assumes about an unknown value. */
  taken(symbol: string): { readonly is?: string; readonly not: readonly string[] } | undefined;
  ask(question: Question): void;
  /** Work that asks no questions, because what is open there decides nothing. */
  quietly<T>(work: () => T): T;
  /** Notes something that AWS rejects, so that this set of assumptions never comes true. */
  refuse(message: string): void;
  /** One step of work; throws where a template unfolds to more than anyone deploys. */
  step(): void;
}

/** Replaces identifiers of loops in a text: `${Id}`, and `&{Id}`, which keeps only letters and digits. */
export function inScope(text: string, scope: Scope): string {
  if (scope.size === 0) return text;
  return text.replace(/([$&])\{([A-Za-z0-9]+)\}/g, (whole, kind: string, name: string) => {
    const value = scope.get(name);
    if (value === undefined) return whole;
    return kind === '&' ? value.replace(/[^A-Za-z0-9]/g, '') : value;
  });
}

export function within(context: Context): Context {
  return { ...context, depth: context.depth + 1 };
}
