import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { globSync } from 'tinyglobby';
import { beforeAll, expect, test } from 'vitest';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { type Body, type HclFile, parseHcl } from '../../../src/text/hcl/index.ts';

/** What both parsers are to agree on: one line of text for each block and attribute, indented by depth. */
type Outline = string[];

const parser = async () => {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm');
  return new Parser().setLanguage(await Language.load(grammar));
};

let treeSitter: Parser;
beforeAll(async () => {
  treeSitter = await parser();
});

function ours(file: HclFile, body: Body, depth = ''): Outline {
  const at = (start: number, end: number) => {
    const [from, to] = [file.position(start), file.position(end)];
    return `${from.line}:${from.column}-${to.line}:${to.column}`;
  };
  const items = [
    ...body.attributes.map((a) => ({
      start: a.range.start,
      lines: [`${depth}${a.name} = ${at(a.valueRange.start, a.valueRange.end)}`],
    })),
    ...body.blocks.map((b) => ({
      start: b.range.start,
      lines: [
        `${depth}${[b.type, ...b.labels.map((l) => l.text)].join(' ')} ${at(b.range.start, b.range.end)}`,
        ...ours(file, b.body, `${depth}  `),
      ],
    })),
  ];
  return items.sort((a, b) => a.start - b.start).flatMap((item) => item.lines);
}

function theirs(node: Node, depth = ''): Outline {
  const at = ({ startPosition: from, endPosition: to }: Node) =>
    `${from.row + 1}:${from.column + 1}-${to.row + 1}:${to.column + 1}`;
  return node.namedChildren.flatMap((child) => {
    if (child === null) return [];
    if (child.type === 'body') return theirs(child, depth);
    const [name, ...rest] = child.namedChildren as Node[];
    if (child.type === 'attribute') return [`${depth}${name!.text} = ${at(rest.at(-1)!)}`];
    if (child.type !== 'block') return [];
    const labels = rest.filter(({ type }) => type === 'identifier' || type === 'string_lit');
    const words = [name!.text, ...labels.map(({ text }) => text.replace(/^"(.*)"$/, '$1'))];
    return [`${depth}${words.join(' ')} ${at(child)}`, ...theirs(child, `${depth}  `)];
  });
}

const files = globSync('fixtures/**/*.tf', { cwd: new URL('../../..', import.meta.url).pathname, absolute: true });

test('there are fixtures', () => {
  expect(files.length).toBeGreaterThan(3);
});

test.each(files)('%s: blocks, labels, attributes and places as tree-sitter sees them', (path) => {
  const text = readFileSync(path, 'utf8');
  for (const variant of [text, text.replaceAll('\n', '\r\n')]) {
    const file = parseHcl(variant);
    expect(file.faults).toEqual([]);
    const tree = treeSitter.parse(variant)!;
    expect(tree.rootNode.hasError).toBe(false);
    expect(ours(file, file)).toEqual(theirs(tree.rootNode));
    tree.delete();
  }
});
