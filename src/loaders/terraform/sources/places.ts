import type { FilePosition, Origin, SourcePlace } from '../../../model/index.ts';
import { attribute, type Block, type Body, type HclFile, type Range } from '../../../text/hcl/index.ts';
import { type ModuleStep, moduleAddress, parseModuleAddress, parseTraversal } from '../document/address.ts';
import type { Placed, SourceFile, SourceTree } from './tree.ts';

/**
 * Where something of a Terraform document is written: the line of the attribute, else the header of its block.
 * It follows local modules to the leaf, with the calls as related places.
 * For a third-party module it shows the call in the user's own files, because the user can change only that.
 */
export function placeOf(origin: Origin, tree: SourceTree): SourcePlace | undefined {
  const address = origin.address === undefined ? undefined : splitAddress(origin.address);
  if (!address) return undefined;
  const calls = address.modules.map((m) => m.name);
  const block = tree.module(calls)?.resources.get(address.block);
  const called = callChain(address.modules, tree);
  const ownModules = address.modules.findIndex((_, i) => tree.module(calls.slice(0, i + 1))?.remote !== false);
  const leaf = block && within(block, origin.path ?? []);
  if (ownModules < 0) return leaf && { ...leaf, related: called.reverse() };
  // The first call into code that is not the user's.
  const call = called[ownModules];
  if (!call) return undefined;
  const { message: _, ...place } = call;
  const inside = leaf ? [{ ...leaf, message: `in ${moduleAddress(address.modules)}` }] : [];
  return { ...place, related: [...called.slice(0, ownModules).reverse(), ...inside] };
}

interface Address {
  readonly modules: readonly ModuleStep[];
  /** `type.name`, data sources as `data.type.name`. */
  readonly block: string;
}

function splitAddress(text: string): Address | undefined {
  const steps = parseTraversal(text);
  if (!steps) return undefined;
  const modules = parseModuleAddress(text);
  const names = steps.map((s) => ('attr' in s ? s.attr : undefined));
  const start = modules.reduce((n, m) => n + 2 + (m.key === undefined ? 0 : 1), 0);
  const length = names[start] === 'data' ? 3 : 2;
  const block = names.slice(start, start + length);
  return block.length === length && !block.includes(undefined) ? { modules, block: block.join('.') } : undefined;
}

type Related = SourcePlace['related'][number];

/** The module calls on the way, outermost first. */
function callChain(modules: readonly ModuleStep[], tree: SourceTree): Related[] {
  const out: Related[] = [];
  for (const [i, step] of modules.entries()) {
    const call = tree.module(modules.slice(0, i).map((m) => m.name))?.calls.get(step.name);
    if (!call) break;
    out.push({
      ...at(call.file, call.node.header, call.node),
      message: `called here as ${moduleAddress(modules.slice(0, i + 1))}`,
    });
  }
  return out;
}

/** The attribute that a path leads to, as deep as the source has it, else the header of the innermost block. */
function within(block: Placed<Block>, path: readonly (string | number)[]): Omit<SourcePlace, 'related'> {
  let node: Block = block.node;
  let rest = path;
  while (typeof rest[0] === 'string') {
    const name = rest[0];
    const found = attribute(node.body, name);
    if (found) return at(fileOf(block, [found, node]), found.range, block.node);
    const index = typeof rest[1] === 'number' ? rest[1] : 0;
    const nested = nestedBlock(node.body, name, index);
    if (!nested) break;
    node = nested;
    rest = rest.slice(typeof rest[1] === 'number' ? 2 : 1);
  }
  return at(fileOf(block, [node]), node.header, block.node);
}

/** The file that contains a part of a block: an override file may contain the part, or what is around it. */
function fileOf(block: Placed<Block>, nodes: readonly object[]): SourceFile {
  for (const node of nodes) {
    const file = block.elsewhere?.get(node);
    if (file) return file;
  }
  return block.file;
}

/** A nested block by type and index; where they cannot be counted (`dynamic`), the one that makes them. */
function nestedBlock(body: Body, name: string, index: number): Block | undefined {
  const plain = body.blocks.filter((b) => b.type === name);
  const dynamic = body.blocks.find((b) => b.type === 'dynamic' && b.labels[0]?.text === name);
  return dynamic ?? plain[index] ?? (plain.length === 1 ? plain[0] : undefined);
}

function at(file: SourceFile, range: Range, block: Block): Omit<SourcePlace, 'related'> {
  const { hcl } = file;
  const place = oneLine(hcl, range);
  const start = range.start - (place.column - 1);
  const isInside = start > block.range.start && range.end <= block.range.end;
  const above = isInside ? lineAt(hcl, start - 1) : null;
  // A line that is a whole file would not show what is meant.
  const text = place.column > LONGEST_LINE ? null : lineAt(hcl, range.start);
  return { file: file.path, text, above: above === '' ? null : above, ...place };
}

/** As much of a line as a terminal has room for. */
const LONGEST_LINE = 200;

function lineAt(hcl: HclFile, offset: number): string {
  const start = hcl.text.lastIndexOf('\n', offset - 1) + 1;
  const newline = hcl.text.indexOf('\n', offset);
  return hcl.text
    .slice(start, newline < 0 ? undefined : newline)
    .trimEnd()
    .slice(0, LONGEST_LINE);
}

/** Code scanning shows an annotation only where all lines of a region are in the change: one line, the first. */
function oneLine(hcl: HclFile, range: Range): FilePosition {
  const newline = hcl.text.indexOf('\n', range.start);
  const end =
    newline < 0 || newline > range.end
      ? range.end
      : newline > range.start && hcl.text[newline - 1] === '\r'
        ? newline - 1
        : newline;
  const first = hcl.position(range.start);
  return { line: first.line, column: first.column, endLine: first.line, endColumn: first.column + (end - range.start) };
}
