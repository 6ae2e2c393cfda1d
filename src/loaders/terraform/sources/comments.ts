import { markIn, type SourceComment } from '../../../model/index.ts';
import type { HclFile } from '../../../text/hcl/index.ts';
import { moduleAddress, parseModuleAddress } from '../document/address.ts';
import type { SourceFile, SourceModule, SourceTree } from './tree.ts';

/** Suppression comments of the modules at these addresses, misspelled ones included, each with its block. */
export function commentsOf(tree: SourceTree, addresses: Iterable<string>): readonly SourceComment[] {
  const calls = new Map<string, readonly string[]>([['', []]]);
  for (const address of addresses) {
    const names = parseModuleAddress(address).map((s) => s.name);
    // A comment on a call silences what is below it: the callers' files count as well.
    for (let i = 1; i <= names.length; i += 1) calls.set(names.slice(0, i).join('.'), names.slice(0, i));
  }
  return [...calls.values()].flatMap((path) => {
    const module = tree.module(path);
    return module ? commentsOfModule(module, moduleAddress(path.map((name) => ({ name, key: undefined })))) : [];
  });
}

function commentsOfModule(module: SourceModule, address: string): SourceComment[] {
  const out: SourceComment[] = [];
  for (const file of module.files) {
    if (markIn(file.hcl.text) === undefined) continue;
    for (const comment of file.hcl.comments) {
      if (markIn(comment.text) === undefined) continue;
      const block = blockOf(comment.range, file.hcl);
      out.push({
        text: comment.text,
        block: block === undefined ? null : address === '' ? block : `${address}.${block}`,
        ...place(file, comment.range),
      });
    }
  }
  return out;
}

/** The block that a comment is in, or directly above. */
function blockOf(range: { start: number; end: number }, hcl: HclFile): string | undefined {
  for (const block of hcl.blocks) {
    const inside = range.start >= block.range.start && range.start <= endOfLine(hcl.text, block.range.end);
    const above =
      range.end <= block.range.start &&
      /^[ \t]*\r?\n?([ \t]*(#|\/\/)[^\n]*\r?\n)*[ \t]*$/.test(hcl.text.slice(range.end, block.range.start));
    if (!inside && !above) continue;
    const [first, second] = block.labels.map((l) => l.text);
    if (block.type === 'module' && first !== undefined) return `module.${first}`;
    if (second === undefined) return undefined;
    return block.type === 'data' ? `data.${first}.${second}` : `${first}.${second}`;
  }
  return undefined;
}

function endOfLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline;
}

function place(file: SourceFile, range: { start: number; end: number }) {
  const from = file.hcl.position(range.start);
  return {
    file: file.path,
    line: from.line,
    column: from.column,
    endLine: from.line,
    endColumn: from.column + (range.end - range.start),
  };
}
