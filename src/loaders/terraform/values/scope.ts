import type { ConfigExpression } from '../document/configuration.ts';
import type { ModuleInstance } from '../document/modules.ts';

/** The place of an expression: its module, and the instance whose `each` and `count` it sees. */
export interface Scope {
  readonly module: ModuleInstance;
  readonly key: string | number | undefined;
  /** `for_each` of the block or call the expression belongs to, and where that is written. */
  readonly forEach: { readonly expression: ConfigExpression; readonly scope: Scope } | undefined;
  /** Name of the block or call, for finding its source. */
  readonly owner: string;
}
