import { small } from './case.ts';
import type { Pointers } from './groups.ts';

/** The pointer of a fact as the document has it: rows carry the names of the EC2 API. */
export function pointerIn(pointer: string, items: Pointers): string {
  for (let end = pointer.length; end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
    const item = items.get(pointer.slice(0, end));
    if (!item) {
      if (end === 0) break;
      continue;
    }
    const own = pointer.slice(0, end);
    if (item.asText) return own;
    const inside = pointer.slice(end + 1);
    if (inside === '') return own;
    return `${own}/${inside
      .split('/')
      .map((step) => (item.small ? small(step) : step))
      .join('/')}`;
  }
  return pointer;
}
