import type { Step } from '../document/address.ts';
import type { Instance } from '../document/document.ts';
import type { ModuleInstance } from '../document/modules.ts';
import type { FileAccess } from './file-access.ts';
import type { Scope } from './scope.ts';
import type { Value } from './value.ts';

/** Follows references, for what works on values: the graph. */
export interface Evaluator {
  /** Follows a traversal from its root object on. */
  traverse(steps: readonly Step[], scope: Scope): Value;
  /** A member, attribute or element of a value. */
  index(value: Value, key: string | number): Value;
  /** An attribute as an expression sees it. */
  refer(instance: Instance, name: string): Value;
  output(module: ModuleInstance, name: string): Value;
  /** Where functions may read files. Undefined if there is only the document. */
  readonly files: FileAccess | undefined;
  /** How often an expression used an element that may not exist. */
  readonly doubts: number;
  /** Counts a step of evaluation. False after more steps than any handwritten configuration needs. */
  spend(): boolean;
}
