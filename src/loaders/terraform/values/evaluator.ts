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
  /** Where functions may read files; undefined where the document is all there is. */
  readonly files: FileAccess | undefined;
  /** How often an element was taken that may not be there. */
  readonly doubts: number;
  /** Counts a step of evaluation; false once there were more than any configuration has that was written by hand. */
  spend(): boolean;
}
