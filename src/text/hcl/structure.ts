/** The structure of an HCL file: bodies of attributes and blocks. Same shape for native syntax and JSON. */

import type { Position, Range } from '../lines.ts';
import type { Expression } from './ast.ts';

export interface HclFile extends Body {
  readonly text: string;
  /** In the order of the text, wherever they stand; in JSON the values of `"//"` members. */
  readonly comments: readonly Comment[];
  /** What is wrong with the structure; empty for a good file. Faults inside an expression are its `Invalid` node. */
  readonly faults: readonly Fault[];
  position(offset: number): Position;
}

export interface Body {
  /** In the order of the text. A name defined twice is here twice; HCL takes the first and calls the other an error. */
  readonly attributes: readonly Attribute[];
  /** In the order of the text. */
  readonly blocks: readonly Block[];
  /** Between the braces; the whole file for its own body. */
  readonly range: Range;
}

export interface Attribute {
  readonly name: string;
  readonly nameRange: Range;
  /** The expression, without blanks and comments around it. */
  readonly valueRange: Range;
  /** From the name to the end of the value. */
  readonly range: Range;
  /** Parsed when it is first asked for. */
  readonly expression: Expression;
}

export interface Block {
  readonly type: string;
  readonly typeRange: Range;
  readonly labels: readonly Label[];
  /** Type and labels, without the brace. */
  readonly header: Range;
  readonly body: Body;
  /** From the type to the closing brace, that included. */
  readonly range: Range;
  /** Whether its closing brace is there. If not, it ends where the next block begins in column 1, or with the text. */
  readonly closed: boolean;
}

export interface Label {
  /** Without quotes and escapes. */
  readonly text: string;
  /** With quotes. */
  readonly range: Range;
}

export interface Comment {
  readonly marker: '#' | '//' | '/*';
  /** What stands after the marker, not trimmed; for block comments without the closing mark. */
  readonly text: string;
  /** With its marks, without the newline that ends it. */
  readonly range: Range;
}

export interface Fault {
  /** One sentence without final period. */
  readonly reason: string;
  readonly range: Range;
}

/** The attribute of this name; the first, as in HCL, where there are two. */
export function attribute(body: Body, name: string): Attribute | undefined {
  return body.attributes.find((candidate) => candidate.name === name);
}
