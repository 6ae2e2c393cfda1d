/** The blocks of a configuration as written, module by module, with their files. */
import { type Attribute, attribute, type Block } from '../../../text/hcl/index.ts';
import { overridden } from './override.ts';
import type { Placed, SourceFile } from './placed.ts';

export type { Placed, SourceFile };

/** A file that exists but cannot be read. */
export interface SourceProblem {
  readonly path: string;
  readonly message: string;
}

export interface SourceModule {
  /** Path of its calls (`network.subnets`), empty for the root. */
  readonly key: string;
  /** Whether it is third-party: from a registry or a repository, below `.terraform/modules`. */
  readonly remote: boolean;
  /** Where it is: an absolute path, or that inside a binary plan file. */
  readonly directory: string;
  /** By `type.name`, data sources by `data.type.name`. */
  readonly resources: ReadonlyMap<string, Placed<Block>>;
  readonly calls: ReadonlyMap<string, Placed<Block>>;
  readonly variables: ReadonlyMap<string, Placed<Block>>;
  readonly outputs: ReadonlyMap<string, Placed<Block>>;
  readonly locals: ReadonlyMap<string, Placed<Attribute>>;
  /** By local name, with `.alias` where there is one. */
  readonly providers: ReadonlyMap<string, Placed<Block>>;
  readonly files: readonly SourceFile[];
  readonly problems: readonly SourceProblem[];
  /** Names that the files declare twice, in one file or two. */
  readonly repeated: readonly Repeated[];
}

/** Two declarations of one thing. */
export interface Repeated {
  readonly first: Placed<Attribute | Block>;
  readonly second: Placed<Attribute | Block>;
}

/** The modules of one configuration, read when first asked for. */
export interface SourceTree {
  /** Where it was read from, as shown to people. */
  readonly root: string;
  /** The module at a path of call names. Undefined if its sources are not at hand. */
  module(calls: readonly string[]): SourceModule | undefined;
}

/** Files of one module, as they were found. */
export interface ModuleFiles {
  readonly directory: string;
  readonly plain: readonly SourceFile[];
  readonly overrides: readonly SourceFile[];
  readonly problems: readonly SourceProblem[];
}

/** Sorts the blocks of a module's files by what they declare. */
export function indexModule(key: string, remote: boolean, files: ModuleFiles): SourceModule {
  const module = {
    key,
    remote,
    directory: files.directory,
    files: [...files.plain, ...files.overrides],
    problems: files.problems,
    resources: new Map<string, Placed<Block>>(),
    calls: new Map<string, Placed<Block>>(),
    variables: new Map<string, Placed<Block>>(),
    outputs: new Map<string, Placed<Block>>(),
    locals: new Map<string, Placed<Attribute>>(),
    providers: new Map<string, Placed<Block>>(),
    repeated: [] as Repeated[],
  };
  const once = firstOf(module.repeated);
  const each = (file: SourceFile, put: Put) => {
    for (const node of file.hcl.blocks) {
      const [first, second] = node.labels.map((l) => l.text);
      const placed = { file, node };
      if (node.type === 'locals')
        for (const a of node.body.attributes) put.attribute(module.locals, a.name, { file, node: a });
      else if (first === undefined) continue;
      else if (node.type === 'resource' && second !== undefined)
        put.block(module.resources, `${first}.${second}`, placed);
      else if (node.type === 'data' && second !== undefined)
        put.block(module.resources, `data.${first}.${second}`, placed);
      else if (node.type === 'module') put.block(module.calls, first, placed);
      else if (node.type === 'variable') put.block(module.variables, first, placed);
      else if (node.type === 'output') put.block(module.outputs, first, placed);
      else if (node.type === 'provider') put.block(module.providers, providerKey(first, node), placed);
    }
  };
  for (const file of files.plain) each(file, { block: once, attribute: once });
  for (const file of files.overrides) each(file, OVER);
  return module;
}

interface Put {
  block(map: Map<string, Placed<Block>>, key: string, value: Placed<Block>): void;
  attribute(map: Map<string, Placed<Attribute>>, key: string, value: Placed<Attribute>): void;
}

/** Keeps the first of each, and notes the others. */
function firstOf(repeated: Repeated[]) {
  return <T extends Attribute | Block>(map: Map<string, Placed<T>>, key: string, second: Placed<T>) => {
    const first = map.get(key);
    if (first) repeated.push({ first, second });
    else map.set(key, second);
  };
}

const OVER: Put = {
  block: (map, key, value) => {
    const base = map.get(key);
    map.set(key, base ? overridden(base, value) : value);
  },
  attribute: (map, key, value) => {
    map.set(key, value);
  },
};

function providerKey(name: string, block: Block): string {
  const alias = attribute(block.body, 'alias')?.expression;
  return alias?.kind === 'literal' && typeof alias.value === 'string' ? `${name}.${alias.value}` : name;
}
