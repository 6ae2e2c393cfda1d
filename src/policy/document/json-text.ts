import { escapeStep } from '../../base/pointer.ts';
import type { Tree } from '../../model/tree.ts';
import { type JsonFault, type JsonNode, parseJson } from '../../text/json/nodes.ts';

/** A document read from text: its tree, where each node starts and which members are named twice; or the first fault. */
export type JsonResult =
  | {
      readonly ok: true;
      readonly tree: Tree;
      readonly starts: ReadonlyMap<string, number>;
      readonly twice: readonly string[];
    }
  | { readonly ok: false; readonly message: string; readonly pointer: string; readonly offset: number };

/** No policy nests deeper; the reader gives up beyond, so that no document exhausts the stack. */
const MAX_DEPTH = 64;

/** Reads one JSON document, with JSON pointers for places. */
export function readJson(text: string): JsonResult {
  const { root, fault } = parseJson(text, MAX_DEPTH);
  if (fault !== undefined) {
    const offset = fault.kind === 'unclosed-string' ? fault.start : fault.at;
    const pointer = fault.path.map((step) => `/${escapeStep(step)}`).join('');
    return { ok: false, message: inWords(fault, text), pointer, offset };
  }
  const starts = new Map<string, number>();
  const twice: string[] = [];
  const treeOf = (node: JsonNode, pointer: string): Tree => {
    starts.set(pointer, node.range.start);
    if (node.kind === 'scalar') return node.value;
    if (node.kind === 'array') return node.elements.map((element, i) => treeOf(element, `${pointer}/${i}`));
    const members: Record<string, Tree> = Object.create(null);
    for (const { name, value } of node.members) {
      const inner = `${pointer}/${escapeStep(name.value)}`;
      if (name.value in members) twice.push(inner);
      members[name.value] = treeOf(value, inner);
    }
    return members;
  };
  return { ok: true, tree: treeOf(root, ''), starts, twice };
}

function inWords({ kind, at, path, closer }: JsonFault, text: string): string {
  const found = at >= text.length ? 'the end' : `"${text.charAt(at)}"`;
  switch (kind) {
    case 'value':
      return `expected a value, found ${found}`;
    case 'name':
      return `expected a member name in quotes, found ${found}`;
    case 'colon':
      return `expected : after "${path.at(-1)}", found ${found}`;
    case 'separator':
      return `expected , or ${closer} in ${closer === ']' ? 'a list' : 'an object'}, found ${found}`;
    case 'unclosed-string':
      return 'a string that is not closed';
    case 'control-character':
      return 'a line break or control character inside a string';
    case 'escape':
      return 'a string with a bad escape';
    case 'depth':
      return 'nested too deep';
    case 'rest':
      return `text after the document: ${found}`;
  }
}
