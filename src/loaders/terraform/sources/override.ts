/** Override files (`override.tf`, `*_override.tf`) merge into the blocks of the others, as Terraform does it. */
import type { Attribute, Block, Body } from '../../../text/hcl/index.ts';
import type { Placed, SourceFile } from './placed.ts';

/**
 * A block with its overrides from another file. Arguments replace those of the same name. Nested blocks replace all of
 * the same type. In `lifecycle`, only the given arguments are replaced.
 */
export function overridden(base: Placed<Block>, over: Placed<Block>): Placed<Block> {
  const elsewhere = new Map<object, SourceFile>(base.elsewhere);
  const body = merged(base.node.body, over.node.body, (node) => elsewhere.set(node, over.file));
  return { file: base.file, node: { ...base.node, body }, elsewhere };
}

function merged(base: Body, over: Body, note: (node: Attribute | Block) => void): Body {
  const names = new Set(over.attributes.map(({ name }) => name));
  const lifecycle = over.blocks.find(({ type }) => type === 'lifecycle');
  const types = new Set(over.blocks.filter(({ type }) => type !== 'lifecycle').map(typeOf));
  for (const node of [...over.attributes, ...over.blocks]) note(node);
  const blocks = base.blocks.filter((block) => !types.has(typeOf(block)));
  const replaced = over.blocks.filter(({ type }) => type !== 'lifecycle');
  const own = blocks.findIndex(({ type }) => type === 'lifecycle');
  if (lifecycle && own < 0) replaced.push(lifecycle);
  else if (lifecycle) blocks[own] = { ...blocks[own]!, body: merged(blocks[own]!.body, lifecycle.body, note) };
  return {
    attributes: [...base.attributes.filter(({ name }) => !names.has(name)), ...over.attributes],
    blocks: [...blocks, ...replaced],
    range: base.range,
  };
}

/** A `dynamic` block is of the type it makes. */
function typeOf(block: Block): string {
  return block.type === 'dynamic' ? (block.labels[0]?.text ?? 'dynamic') : block.type;
}
