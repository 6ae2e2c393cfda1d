import type { Evaluator } from '../values/evaluator.ts';
import type { Scope } from '../values/scope.ts';
import type { Value } from '../values/value.ts';

/** What an expression sees: the graph, its place in it, and the variables of the `for` expressions around it. */
export interface Frame {
  readonly graph: Evaluator;
  readonly scope: Scope;
  readonly names: ReadonlyMap<string, Value>;
  /** Whether it is a template of its own, which sees nothing but these names. */
  readonly template?: true;
}
