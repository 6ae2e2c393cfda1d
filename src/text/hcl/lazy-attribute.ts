import type { Range } from '../lines.ts';
import type { Expression } from './ast.ts';
import type { Attribute } from './structure.ts';

/** An attribute whose expression is parsed when it is first asked for: of thousands that are scanned, few are. */
export class LazyAttribute implements Attribute {
  readonly name: string;
  readonly nameRange: Range;
  readonly valueRange: Range;
  #parse: ((valueRange: Range) => Expression) | undefined;
  #expression: Expression | undefined;

  constructor(name: string, nameRange: Range, valueRange: Range, parse: (valueRange: Range) => Expression) {
    this.name = name;
    this.nameRange = nameRange;
    this.valueRange = valueRange;
    this.#parse = parse;
  }

  get range(): Range {
    return { start: this.nameRange.start, end: this.valueRange.end };
  }

  get expression(): Expression {
    if (this.#parse !== undefined) {
      this.#expression = this.#parse(this.valueRange);
      this.#parse = undefined;
    }
    return this.#expression!;
  }
}
