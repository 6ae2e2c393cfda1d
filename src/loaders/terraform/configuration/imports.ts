/** `import` blocks: objects that exist already and that Terraform only imports. */
import { attribute } from '../../../text/hcl/index.ts';
import { evaluate } from '../sources/evaluate.ts';
import type { SourceModule } from '../sources/tree.ts';
import type { Graph } from '../values/graph.ts';

export interface Imported {
  /** Its id, where that is known before apply. */
  readonly id: string | undefined;
}

/** What is imported, by address; under the address without instance keys where the block makes several. */
export function importsOf(root: SourceModule, graph: Graph): ReadonlyMap<string, Imported> {
  const out = new Map<string, Imported>();
  for (const { hcl } of root.files) {
    for (const { type, body } of hcl.blocks) {
      const to = type === 'import' ? attribute(body, 'to')?.expression : undefined;
      if (!to) continue;
      const text = to.kind === 'literal' ? String(to.value) : hcl.text.slice(to.range.start, to.range.end);
      const address = text.replace(/^"(.*)"$/s, '$1').replaceAll(/\s/g, '');
      const many = attribute(body, 'for_each') !== undefined;
      const written = attribute(body, 'id')?.expression;
      const scope = { module: graph.tree.root, key: undefined, forEach: undefined, owner: 'import' };
      const id = written && !many ? evaluate(written, { graph, scope, names: new Map() }) : undefined;
      out.set(many ? withoutKeys(address) : address, {
        id: id?.k === 'lit' && typeof id.v === 'string' ? id.v : undefined,
      });
    }
  }
  return out;
}

export function withoutKeys(address: string): string {
  return address.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g, '');
}
