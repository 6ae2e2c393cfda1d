/** What the parser of plain files found, as a document. */
import { commentsBeside, type YamlPlace } from './comments.ts';
import type { YamlDocument, YamlOptions } from './document.ts';
import type { PlainNode, PlainPair } from './plain.ts';
import { scalarValue } from './scalar.ts';

export function plainDocument(root: PlainNode | null, text: string, options: YamlOptions): YamlDocument {
  let starts: number[] | undefined;
  const lines = () => {
    starts ??= lineStarts(text);
    return starts;
  };
  return {
    value: plainValue(root, options),
    aliased: false,
    repeated: [],
    locate: (pointer) => placeOf(root, pointer, lines()),
    comments: (pattern) => commentsBeside(text, pattern, () => scalarsIn(root)),
  };
}

function plainValue(node: PlainNode | null, options: YamlOptions): unknown {
  if (node === null) return null;
  const { tag } = node;
  if (node.is === 'scalar') {
    // Behind a tag of its own a scalar is the text that stands there.
    return tag === undefined ? scalarValue(node.text, node.quoted) : options.tagged(tag, node.text);
  }
  let plain: unknown;
  if (node.is === 'list') plain = node.items.map((item) => plainValue(item, options));
  else {
    // Maps without a prototype are slow, and a plain file never has the key `__proto__`.
    const map: Record<string, unknown> = {};
    for (const { key, value } of node.pairs) map[key] = plainValue(value, options);
    plain = map;
  }
  return tag === undefined ? plain : options.tagged(tag, plain);
}

function placeOf(root: PlainNode | null, pointer: string, lines: readonly number[]): YamlPlace | undefined {
  if (root === null) return undefined;
  let node: PlainNode | null = root;
  let mark = { start: root.start, end: root.start };
  for (const raw of pointer.split('/').slice(1)) {
    const step = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    const tag: string | undefined = node?.tag;
    // `!If [...]` is `{"Fn::If": [...]}`: the function is the tag of the node.
    if (tag !== undefined && (step === `Fn::${tag}` || step === tag)) continue;
    if (node?.is === 'map') {
      const pair: PlainPair | undefined = node.pairs.find(({ key }) => key === step);
      if (!pair) break;
      node = pair.value;
      mark = pair;
    } else if (node?.is === 'list') {
      const item: PlainNode | null | undefined = node.items[Number(step)];
      if (!item) break;
      node = item;
      mark = item;
    } else break;
  }
  const start = position(mark.start, lines);
  const ends = [node?.end ?? mark.end, mark.end].map((offset) => position(offset, lines));
  const end = ends.find(({ line }) => line === start.line) ?? start;
  return { ...start, endLine: end.line, endColumn: Math.max(end.column, start.column) };
}

function scalarsIn(root: PlainNode | null): [number, number][] {
  const out: [number, number][] = [];
  const waiting = [root];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (!node) continue;
    if (node.is === 'scalar') out.push([node.start, node.end]);
    else if (node.is === 'list') waiting.push(...node.items);
    else
      for (const { start, end, value } of node.pairs) {
        out.push([start, end]);
        waiting.push(value);
      }
  }
  return out;
}

function lineStarts(text: string): number[] {
  const out = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) out.push(at + 1);
  return out;
}

function position(offset: number, lines: readonly number[]): { line: number; column: number } {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - lines[low]! + 1 };
}
