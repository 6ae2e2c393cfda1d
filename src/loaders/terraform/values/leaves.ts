import type { Instance } from '../document/document.ts';
import { elements, type Value } from './value.ts';

/** What a value is made of: a resource of this document, or one that it only names. */
export interface Leaf {
  /** Type of the resource. Undefined if the leaf is not an attribute of a resource. */
  readonly type: string | undefined;
  readonly of?: Instance;
}

/** The most leaves that we visit: values share parts, so a few lines can make billions. */
const MOST = 10_000;

/** The resources that make up a value. */
export function leaves(value: Value): readonly Leaf[] {
  const found: Leaf[] = [];
  const waiting: Value[] = [value];
  for (let seen = 0; waiting.length > 0 && seen < MOST; seen += 1) {
    const next = waiting.pop()!;
    switch (next.k) {
      case 'attribute':
      case 'instance':
        found.push({ type: next.of.type, of: next.of });
        break;
      case 'unknown':
        found.push({ type: /^(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*(?:data\.)?([a-z]\w*)\./.exec(next.source)?.[1] });
        break;
      case 'json':
        waiting.push(next.of);
        break;
      case 'text':
        waiting.push(...next.parts);
        break;
      case 'lit':
      case 'error':
      case 'module':
        break;
      default:
        waiting.push(...elements(next));
    }
  }
  return found;
}
