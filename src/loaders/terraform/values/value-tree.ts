import { TemplateLeaf, type Tree, UnknownLeaf } from '../../../model/index.ts';
import { attributeName, symbolOf, type Value } from './value.ts';
import { whyUnknown } from './why-unknown.ts';

/** Any value as a tree. */
export function valueTree(value: Value): Tree {
  switch (value.k) {
    case 'lit':
      return (value.v ?? null) as Tree;
    case 'list':
      return value.items.map(valueTree);
    case 'object':
      return Object.fromEntries([...value.members].map(([key, member]) => [key, valueTree(member)]));
    case 'text':
      return template(value.parts);
    case 'attribute':
      return new UnknownLeaf(whyUnknown(value), attributeName(value));
    case 'unknown':
      return new UnknownLeaf(value.because, value.symbol);
    case 'mix':
      return new UnknownLeaf(whyUnknown(value), value.parts.length === 1 ? idName(value.parts[0]!) : undefined);
    default:
      return new UnknownLeaf(whyUnknown(value));
  }
}

/** The name of an id or ARN: what is built around one of these is still bound to that object. */
function idName(value: Value): string | undefined {
  const name = symbolOf(value);
  return name !== undefined && /\.(arn|id)$/.test(name) ? name : undefined;
}

function template(parts: readonly Value[]): Tree {
  const leaves = parts.map((part) => {
    const tree = valueTree(part);
    if (tree instanceof UnknownLeaf) return tree;
    return typeof tree === 'string' || typeof tree === 'number' || typeof tree === 'boolean'
      ? String(tree)
      : new UnknownLeaf(whyUnknown(part));
  });
  return leaves.every((l) => typeof l === 'string') ? leaves.join('') : new TemplateLeaf(leaves);
}
