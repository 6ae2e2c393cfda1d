/** The blocks of a configuration as written, module by module, with the files they stand in. */
import type { Attribute, Block, HclFile } from '../../../text/hcl/index.ts';

export interface SourceFile {
  /** As shown to people. */
  readonly path: string;
  readonly hcl: HclFile;
}

/** Something in a file. */
export interface Placed<T> {
  readonly file: SourceFile;
  readonly node: T;
}

export interface SourceModule {
  /** Path of its calls (`network.subnets`), empty for the root. */
  readonly key: string;
  /** Whether it is somebody else's: from a registry or a repository, below `.terraform/modules`. */
  readonly remote: boolean;
  /** By `type.name`, data sources by `data.type.name`. */
  readonly resources: ReadonlyMap<string, Placed<Block>>;
  readonly calls: ReadonlyMap<string, Placed<Block>>;
  readonly variables: ReadonlyMap<string, Placed<Block>>;
  readonly outputs: ReadonlyMap<string, Placed<Block>>;
  readonly locals: ReadonlyMap<string, Placed<Attribute>>;
  readonly files: readonly SourceFile[];
}

/** The modules of one configuration, read when first asked for. */
export interface SourceTree {
  /** Where it was read from, as shown to people. */
  readonly root: string;
  /** The module at a path of call names; undefined where its sources are not at hand. */
  module(calls: readonly string[]): SourceModule | undefined;
}

/** Sorts the blocks of a module's files by what they declare. */
export function indexModule(key: string, remote: boolean, files: readonly SourceFile[]): SourceModule {
  const module = {
    key,
    remote,
    files,
    resources: new Map<string, Placed<Block>>(),
    calls: new Map<string, Placed<Block>>(),
    variables: new Map<string, Placed<Block>>(),
    outputs: new Map<string, Placed<Block>>(),
    locals: new Map<string, Placed<Attribute>>(),
  };
  for (const file of files) {
    for (const node of file.hcl.blocks) {
      const [first, second] = node.labels.map((l) => l.text);
      const placed = { file, node };
      if (node.type === 'locals') for (const a of node.body.attributes) put(module.locals, a.name, { file, node: a });
      else if (first === undefined) continue;
      else if (node.type === 'resource' && second !== undefined) put(module.resources, `${first}.${second}`, placed);
      else if (node.type === 'data' && second !== undefined) put(module.resources, `data.${first}.${second}`, placed);
      else if (node.type === 'module') put(module.calls, first, placed);
      else if (node.type === 'variable') put(module.variables, first, placed);
      else if (node.type === 'output') put(module.outputs, first, placed);
    }
  }
  return module;
}

function put<T>(map: Map<string, T>, key: string, value: T): void {
  if (!map.has(key)) map.set(key, value);
}
