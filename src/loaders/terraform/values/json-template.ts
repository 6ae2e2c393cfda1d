/** A JSON text with unknown parts (`<<EOT {"Resource": "${aws_sqs_queue.q.arn}"} EOT`) as a tree. */
import { TemplateLeaf, type Tree, UnknownLeaf } from '../../../model/index.ts';
import type { Value } from './value.ts';
import { valueTree } from './value-tree.ts';
import { whyUnknown } from './why-unknown.ts';

// Characters of the private use area: in no policy anyone writes.
const OPEN = '\uE000';
const CLOSE = '\uE001';
const MARK = new RegExp(`${OPEN}(\\d+)${CLOSE}`);

/**
 * Undefined if the known text does not make it JSON without the unknown parts: an unknown part may be anything then. We
 * assume that an unknown part inside a string is text without quotes, because ids, ARNs and names are.
 */
export function jsonTemplate(parts: readonly Value[]): Tree | undefined {
  const text = parts
    .map((part, i) => {
      if (part.k === 'lit') return String(part.v);
      return part.k === 'json' ? `"${OPEN}${i}${CLOSE}"` : `${OPEN}${i}${CLOSE}`;
    })
    .join('');
  try {
    return filled(JSON.parse(text), parts);
  } catch {
    return undefined;
  }
}

function filled(json: unknown, parts: readonly Value[]): Tree {
  if (typeof json === 'string') return filledText(json, parts);
  if (typeof json !== 'object' || json === null) return json as Tree;
  if (Array.isArray(json)) return json.map((item) => filled(item, parts));
  const entries = Object.entries(json);
  if (entries.some(([key]) => MARK.test(key))) return new UnknownLeaf('a name in it is known only after apply');
  return Object.fromEntries(entries.map(([key, member]) => [key, filled(member, parts)]));
}

function filledText(text: string, parts: readonly Value[]): Tree {
  const pieces = text.split(MARK);
  if (pieces.length === 1) return text;
  const leaves: (string | UnknownLeaf)[] = [];
  for (const [i, piece] of pieces.entries()) {
    if (i % 2 === 0) {
      if (piece !== '') leaves.push(piece);
      continue;
    }
    const part = parts[Number(piece)]!;
    const tree = valueTree(part.k === 'json' ? part.of : part);
    if (pieces.join('') === piece) return tree;
    leaves.push(tree instanceof UnknownLeaf ? tree : new UnknownLeaf(whyUnknown(part)));
  }
  return new TemplateLeaf(leaves);
}
