import { positions } from '../lines.ts';
import { parseExpression } from './parse-expression.ts';
import { scan } from './scan.ts';
import type { HclFile } from './structure.ts';

export type { Range } from '../lines.ts';
export type * from './ast.ts';
export { parseHclJson } from './from-json.ts';
export { parseExpression, parseTemplate } from './parse-expression.ts';
export {
  type Attribute,
  attribute,
  type Block,
  type Body,
  type HclFile,
} from './structure.ts';

/**
 * A file in HCL native syntax (`.tf`, `.tfvars`). Never throws: `faults` lists what is wrong, and the rest of the file is
 * read. Expressions are parsed on demand. The caller rejects files that are too large.
 */
export function parseHcl(text: string): HclFile {
  const { attributes, blocks, comments, faults } = scan(text, (range) => parseExpression(text, range));
  const range = { start: 0, end: text.length };
  return { text, attributes, blocks, range, comments, faults, position: positions(text) };
}
