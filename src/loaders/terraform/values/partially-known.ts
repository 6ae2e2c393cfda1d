/** Values known in part: nested blocks and lists with unknown leaves. */
import { oncePer } from '../../../base/memo.ts';
import type { ConfigExpression } from '../document/configuration.ts';
import type { Instance } from '../document/document.ts';
import { anyMark, isRecord, markAt } from '../document/shapes.ts';
import { isLiteral, lit, type Value } from './value.ts';

/** Where the unknown parts of an attribute may come from. */
export interface Written {
  readonly instance: Instance;
  /** Its expression in `configuration`. Undefined if that does not show it, as with `dynamic` blocks. */
  readonly expression: ConfigExpression;
  /** Its elements in the sources, where these are as many as planned. */
  items(length: number): readonly Value[] | undefined;
  /** An attribute of its one nested block in the sources. */
  inBlock(name: string): Value | undefined;
  evaluate(expression: ConfigExpression): Value;
}

/** One part: its value and marks in the plan, and how to reach it. */
export interface Part {
  readonly value: unknown;
  readonly mark: unknown;
  readonly sensitive: unknown;
  readonly path: readonly (string | number)[];
}

export function partiallyKnown(part: Part, written: Written): Value {
  const { mark } = part;
  if (mark === true) return unknownPart(part, written);
  if (!anyMark(mark)) return lit(part.value, anyMark(part.sensitive));
  return Array.isArray(mark) ? listOf(part, mark, written) : objectOf(part, mark as object, written);
}

function unknownPart({ path }: Part, written: Written): Value {
  const own: Value = { k: 'attribute', of: written.instance, path };
  if (written.expression === undefined) return own;
  const exact = path.length === 3 ? written.inBlock(String(path[2])) : undefined;
  if (exact && !isLiteral(exact)) return exact;
  const found = written.evaluate(written.expression);
  if (isLiteral(found)) return own;
  if (found.k !== 'mix' || path.length === 1) return found;
  // What is unknown is not made of the known references beside it.
  return { k: 'mix', parts: found.parts.filter((p) => !isLiteral(p)) };
}

function listOf(part: Part, marks: readonly unknown[], written: Written): Value {
  const known = Array.isArray(part.value) ? part.value : [];
  const length = Math.max(known.length, marks.length);
  const items = part.path.length === 1 ? written.items(length) : undefined;
  return {
    k: 'list',
    items: Array.from({ length }, (_, i) => {
      if (items && marks[i] === true && !isLiteral(items[i]!)) return items[i]!;
      const expression = blockExpression(written.expression, i, length);
      return partiallyKnown(
        {
          value: known[i] ?? null,
          mark: marks[i],
          sensitive: markAt(part.sensitive, i),
          path: [...part.path, i],
        },
        { ...written, expression, inBlock: (name) => (length === 1 ? written.inBlock(name) : undefined) },
      );
    }),
  };
}

function objectOf(part: Part, marks: object, written: Written): Value {
  const members = new Map<string, Value>();
  const known = isRecord(part.value) ? part.value : {};
  const { expression } = written;
  for (const key of new Set([...Object.keys(known), ...Object.keys(marks)])) {
    const nested = isRecord(expression) && Object.hasOwn(expression, key) ? expression[key] : whole(expression);
    members.set(
      key,
      partiallyKnown(
        {
          value: known[key] ?? null,
          mark: markAt(marks, key),
          sensitive: markAt(part.sensitive, key),
          path: [...part.path, key],
        },
        { ...written, expression: nested },
      ),
    );
  }
  return { k: 'object', members };
}

/** The expression of one of several nested blocks: exact where there is one, else any of them. */
function blockExpression(expression: ConfigExpression, i: number, length: number): ConfigExpression {
  if (!Array.isArray(expression)) return expression;
  if (expression.length === length && length === 1) return expression[i];
  // A `dynamic` block is not in the configuration: more blocks than are written there.
  if (expression.length !== length) return undefined;
  // Sets of blocks are ordered by hash, not as written: any of them may be meant.
  return anyOf(expression);
}

/** What a list of blocks refers to: put together once, for all instances and elements. */
const anyOf = oncePer((blocks: readonly ConfigExpression[]): ConfigExpression => {
  const references = blocks.flatMap(collectReferences);
  return references.length > 0 ? { references } : undefined;
});

/** The references of an attribute-as-block stand for all of its members. */
function whole(expression: ConfigExpression): ConfigExpression {
  return isRecord(expression) && Array.isArray(expression.references) ? expression : undefined;
}

function collectReferences(expression: ConfigExpression): string[] {
  if (Array.isArray(expression)) return expression.flatMap(collectReferences);
  if (!isRecord(expression)) return [];
  if (Array.isArray(expression.references))
    return expression.references.filter((r): r is string => typeof r === 'string');
  return Object.values(expression).flatMap(collectReferences);
}
