import { TemplateLeaf, type Tree, UnknownLeaf } from '../../model/tree.ts';
import type { ParsedPolicy } from './document.ts';
import { readJson } from './json-text.ts';

const OPEN = '\uE000';
const CLOSE = '\uE001';
const MARK = /\uE000(\d+)\uE001/;

/**
 * Reads a document that is JSON text with unknown parts, such as `jsonencode` of a partly known value. If every unknown
 * part is inside a string, everything else counts as known. Null if it cannot be read in this way.
 */
export function readTemplate(leaf: TemplateLeaf, parse: (tree: Tree) => ParsedPolicy): ParsedPolicy | null {
  const parts = leaf.parts.filter((part) => part instanceof UnknownLeaf);
  let text = '';
  for (const part of leaf.parts) text += part instanceof UnknownLeaf ? `${OPEN}${parts.indexOf(part)}${CLOSE}` : part;
  const result = readJson(text);
  if (!result.ok) return null;
  return parse(restore(result.tree, parts));
}

function restore(tree: Tree, parts: readonly UnknownLeaf[]): Tree {
  if (typeof tree === 'string') return restoreString(tree, parts);
  if (tree === null || typeof tree !== 'object') return tree;
  if (Array.isArray(tree)) return tree.map((item: Tree) => restore(item, parts));
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, restore(value, parts)]));
}

function restoreString(text: string, parts: readonly UnknownLeaf[]): Tree {
  const pieces = text.split(MARK);
  if (pieces.length === 1) return text;
  const out = pieces
    .map((piece, index) => (index % 2 === 1 ? parts[Number(piece)]! : piece))
    .filter((piece) => piece !== '');
  const [only] = out;
  return out.length === 1 && only instanceof UnknownLeaf ? only : new TemplateLeaf(out);
}
