/**
 * The blocks of Terraform's language and the number of labels of each. Native syntax needs them only to find the next
 * block after a fault. JSON cannot be read without them, because its labels look like any other member.
 */
import { table } from '../../base/table.ts';

export const topLevelBlocks: Readonly<Record<string, number>> = table({
  action: 2,
  check: 1,
  data: 2,
  ephemeral: 2,
  import: 0,
  locals: 0,
  module: 1,
  moved: 0,
  output: 1,
  provider: 1,
  removed: 0,
  resource: 2,
  terraform: 0,
  variable: 1,
});

/** Blocks inside others that have labels. */
export const nestedBlocks: Readonly<Record<string, number>> = {
  backend: 1,
  data: 2,
  dynamic: 1,
  provider_meta: 1,
  provisioner: 1,
};

const label = '[ \\t]+(?:"[^"\\n]*"|[A-Za-z_][\\w-]*)';
const header = Object.entries(topLevelBlocks)
  .map(([type, labels]) => `${type}(?:${label}){${labels}}`)
  .join('|');
const headerHere = new RegExp(`(?:${header})[ \\t]*\\{`, 'y');
const headerAtLineStart = new RegExp(`^(?:${header})[ \\t]*\\{`, 'gm');

/** Whether a block of Terraform's language begins exactly here. */
export function isHeaderAt(text: string, offset: number): boolean {
  headerHere.lastIndex = offset;
  return headerHere.test(text);
}

/** The next block that begins in column 1 at or after `offset`; the end of the text where there is none. */
export function nextHeader(text: string, offset: number): number {
  headerAtLineStart.lastIndex = offset;
  for (;;) {
    const found = headerAtLineStart.exec(text);
    if (found === null) return text.length;
    if (isColumnOne(text, found.index)) return found.index;
  }
}

export function isColumnOne(text: string, offset: number): boolean {
  return offset === 0 || text.charCodeAt(offset - 1) === 0x0a;
}
