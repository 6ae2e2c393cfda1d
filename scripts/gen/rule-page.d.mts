import type { Example, Rule } from '../../src/engine/index.ts';
import type { printHcl } from '../../src/scene/print.ts';

export declare function shown(
  rule: Rule,
  name: string,
  example: Example,
  tools: { readonly printHcl: typeof printHcl },
): Iterable<string>;
