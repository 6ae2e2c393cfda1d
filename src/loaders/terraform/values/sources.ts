import type { Instance } from '../document/document.ts';
import type { ModuleInstance } from '../document/modules.ts';
import type { Evaluator } from './evaluator.ts';
import type { Scope } from './scope.ts';
import type { Value } from './value.ts';

/**
 * What the `.tf` sources add to a plan: the expressions themselves, where `configuration` keeps only their references.
 * Every answer is undefined if the sources do not have it. Then only the plan counts.
 */
export interface Sources {
  attribute(graph: Evaluator, instance: Instance, name: string, scope: Scope): Value | undefined;
  /** An attribute of the one nested block of a name. */
  inBlock(graph: Evaluator, instance: Instance, block: string, name: string, scope: Scope): Value | undefined;
  argument(graph: Evaluator, module: ModuleInstance, name: string, scope: Scope): Value | undefined;
  output(graph: Evaluator, module: ModuleInstance, name: string, scope: Scope): Value | undefined;
  local(graph: Evaluator, module: ModuleInstance, name: string, scope: Scope): Value | undefined;
  /** `count` or `for_each` of the block or call a scope belongs to. */
  repetition(graph: Evaluator, scope: Scope, name: 'count' | 'for_each'): Value | undefined;
  /** A variable's value as its declared type has it. */
  declared(graph: Evaluator, module: ModuleInstance, name: string, value: Value): Value;
  /** Whether the block's `lifecycle` ignores changes of an attribute. Undefined if its source is not at hand. */
  ignoresChanges(instance: Instance, name: string): boolean | undefined;
  /** Whether a block has a `dynamic` block of this name that may make blocks: `configuration` does not show it. */
  hasDynamic(graph: Evaluator, instance: Instance, name: string, scope: Scope): boolean;
}
