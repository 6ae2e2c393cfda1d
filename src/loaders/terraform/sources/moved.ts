/**
 * The address an object was first known by: a move keeps identity. A plan names the move it makes (`previous_address`); the
 * `moved` blocks of the sources tell it before and afterwards, too.
 */
import { attribute } from '../../../text/hcl/index.ts';
import { keySuffix, parseModuleAddress, parseTraversal, type Step } from '../document/address.ts';
import type { TerraformDocument } from '../document/document.ts';
import type { SourceFile, SourceModule, SourceTree } from './tree.ts';

/** A `moved` block: addresses relative to its module. */
interface Move {
  readonly from: readonly Step[];
  readonly to: readonly Step[];
}

const MOST_MOVES = 100;

export function formerAddresses(
  document: TerraformDocument,
  tree: SourceTree | undefined,
): (address: string) => string {
  const previous = new Map<string, string>();
  for (const { address, previousAddress } of document.instances)
    if (previousAddress !== undefined) previous.set(address, previousAddress);
  if (tree === undefined) return (address) => previous.get(address) ?? address;
  const memo = new Map<string, string>();
  const moves = new Map<SourceModule, readonly Move[]>();
  const movesOf = (calls: readonly string[]): readonly Move[] => {
    const module = tree.module(calls);
    if (!module) return [];
    const list = moves.get(module) ?? module.files.flatMap(movesIn).sort(moreExact);
    moves.set(module, list);
    return list;
  };
  const find = (address: string): string => {
    let at = previous.get(address) ?? address;
    const calls = parseModuleAddress(at).map(({ name }) => name);
    // Innermost first: moves within a module are told by the names the sources have for what is around it.
    for (let depth = calls.length; depth >= 0; depth -= 1) {
      const list = movesOf(calls.slice(0, depth));
      for (let i = 0; i < MOST_MOVES; i += 1) {
        const before = list.map((move) => backAlong(move, at, depth)).find((found) => found !== undefined);
        if (before === undefined) break;
        at = before;
      }
    }
    return at;
  };
  return (address) => {
    const found = memo.get(address) ?? find(address);
    memo.set(address, found);
    return found;
  };
}

/** The address before a move of a module `depth` calls down; undefined where it is not what was moved. */
function backAlong({ from, to }: Move, address: string, depth: number): string | undefined {
  const steps = parseTraversal(address);
  if (!steps) return undefined;
  const start = startOf(steps, depth);
  const own = steps.slice(start);
  if (!to.every((step, i) => own[i] !== undefined && same(step, own[i])) || to.length === 0) return undefined;
  return toText([...steps.slice(0, start), ...from, ...own.slice(to.length)]);
}

/** Where the address goes on after so many module calls. */
function startOf(steps: readonly Step[], depth: number): number {
  let at = 0;
  for (let i = 0; i < depth; i += 1) {
    at += 2;
    if (steps[at] && 'key' in steps[at]!) at += 1;
  }
  return at;
}

function same(a: Step, b: Step): boolean {
  return 'attr' in a ? 'attr' in b && a.attr === b.attr : 'key' in b && a.key === b.key;
}

function toText(steps: readonly Step[]): string {
  return steps.reduce(
    (text, step) =>
      'key' in step ? `${text}${keySuffix(step.key)}` : text === '' ? step.attr : `${text}.${step.attr}`,
    '',
  );
}

/** What was moved by itself was not moved with what is around it. */
function moreExact(a: Move, b: Move): number {
  return b.to.length - a.to.length;
}

function movesIn({ hcl }: SourceFile): Move[] {
  return hcl.blocks.flatMap((block) => {
    if (block.type !== 'moved') return [];
    const [from, to] = ['from', 'to'].map((name) => {
      const found = attribute(block.body, name);
      if (!found) return undefined;
      const { expression } = found;
      const { start, end } = expression.range;
      const text = expression.kind === 'literal' ? String(expression.value) : hcl.text.slice(start, end);
      return parseTraversal(text.replace(/^"(.*)"$/s, '$1').trim());
    });
    return from && to ? [{ from, to }] : [];
  });
}
