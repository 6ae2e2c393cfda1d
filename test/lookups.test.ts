/**
 * Names every object has (`constructor`, `toString`): a lookup by text from an input must not find them. What the code of a
 * file does not show, `lookups.slow.ts` finds by running.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { table } from '../src/base/table.ts';

describe('a table', () => {
  it('holds what was written and nothing that every object has', () => {
    const sizes: Readonly<Record<string, number>> = table({ small: 1 });
    expect(sizes.small).toBe(1);
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) expect(sizes[name]).toBeUndefined();
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a syntax tree of another library, walked as plain JSON
type Node = any;

const root = fileURLToPath(new URL('..', import.meta.url));

/** Scenes are ours, not an input; the page looks up by its own constants alone; AssemblyScript has no objects of this kind. */
const NO_INPUT = /^src\/(scene|page|text\/json\/assembly)\//;

const programs = new Map(
  ['src', 'rules']
    .flatMap((folder) =>
      readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map((path) =>
        `${folder}/${path}`.replaceAll('\\', '/'),
      ),
    )
    .filter((path) => path.endsWith('.ts') && !NO_INPUT.test(path))
    .map((path) => {
      const text = readFileSync(root + path, 'utf8');
      return [path, { text, body: parseSync(path, text).program.body as Node[] }] as const;
    }),
);

function withoutTypes(node: Node): Node {
  const wraps = /^(TSAsExpression|TSSatisfiesExpression|TSNonNullExpression|ParenthesizedExpression)$/;
  let inner = node;
  while (inner && wraps.test(inner.type)) inner = inner.expression;
  return inner;
}

/** Names of a file's own plain objects: constants outside of any function. */
function plainObjects(body: Node[]): Set<string> {
  const names = new Set<string>();
  for (const statement of body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations)
      if (withoutTypes(init)?.type === 'ObjectExpression') names.add(id.name);
  }
  return names;
}

/** The same and those imported, by the name they have here. */
function visibleObjects(path: string, body: Node[]): Set<string> {
  const names = plainObjects(body);
  for (const statement of body) {
    if (statement.type !== 'ImportDeclaration' || !statement.source.value.startsWith('.')) continue;
    const from = programs.get(posix.join(posix.dirname(path), statement.source.value));
    const theirs = from ? plainObjects(from.body) : new Set();
    for (const { imported, local } of statement.specifiers) if (theirs.has(imported?.name)) names.add(local.name);
  }
  return names;
}

function lookups(path: string): string[] {
  const { text, body } = programs.get(path)!;
  const objects = visibleObjects(path, body);
  const found: string[] = [];
  const walk = (node: Node): void => {
    if (typeof node !== 'object' || node === null) return;
    if (!Array.isArray(node) && node.type === 'MemberExpression' && node.computed) {
      const object = withoutTypes(node.object);
      const isLiteral = withoutTypes(node.property).type === 'Literal';
      // Asked for by name first, in the same file.
      const asked = text.includes(`Object.hasOwn(${object.name}, `);
      if (object.type === 'Identifier' && objects.has(object.name) && !isLiteral && !asked)
        found.push(`${path}: ${text.slice(node.start, node.end)}`);
    }
    for (const part of Object.values(node)) walk(part);
  };
  walk(body);
  return found;
}

it('what is looked up by a name that is not written out is a table or a map', () => {
  expect([...programs.keys()].flatMap(lookups)).toEqual([]);
});
