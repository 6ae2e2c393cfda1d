/** The references of blocks in a plan's configuration, and the order of an apply that follows from them. */
import type { Tri } from '../../../model/index.ts';
import { fullReferences, parseModuleAddress, parseTraversal } from './address.ts';
import type { ConfigExpression, ConfigModule, Configuration } from './configuration.ts';
import type { TerraformDocument } from './document.ts';
import { isRecord } from './shapes.ts';

/**
 * References by who makes them, each as it is called in the same module: `aws_vpc.main.id`, `var.x`, `module.net.vpc_id`.
 * `calls` is the path of calls to a module. Undefined where that is not at hand.
 */
export interface Dependencies {
  ofResource(calls: readonly string[], name: string): readonly string[] | undefined;
  ofOutput(calls: readonly string[], name: string): readonly string[] | undefined;
  ofLocal(calls: readonly string[], name: string): readonly string[] | undefined;
  /** Of an argument of a call in that module. */
  ofArgument(calls: readonly string[], call: string, name: string): readonly string[] | undefined;
  /** Of `depends_on`, `count` and `for_each` of a call: all of its module waits for these. */
  ofCall(calls: readonly string[], call: string): readonly string[] | undefined;
  content(
    calls: readonly string[],
  ): { readonly resources: readonly string[]; readonly calls: readonly string[] } | undefined;
}

/** Those that a plan keeps: it has no locals. */
export function dependenciesOf({ root }: Configuration): Dependencies {
  const at = (calls: readonly string[]): ConfigModule | undefined =>
    calls.reduce<ConfigModule | undefined>((module, name) => module?.calls.get(name)?.module, root);
  return {
    ofResource: (calls, name) => {
      const block = at(calls)?.resources.get(name);
      return block && [...(block.dependsOn ?? []), ...inAll([block.expressions, block.count, block.forEach])];
    },
    ofOutput: (calls, name) => {
      const output = at(calls)?.outputs.get(name);
      return output && [...(output.dependsOn ?? []), ...inAll([output.expression])];
    },
    ofLocal: () => undefined,
    ofArgument: (calls, call, name) => {
      const found = at(calls)?.calls.get(call);
      return found && inAll([found.expressions[name]]);
    },
    ofCall: (calls, call) => {
      const found = at(calls)?.calls.get(call);
      return found && [...(found.dependsOn ?? []), ...inAll([found.count, found.forEach])];
    },
    content: (calls) => {
      const module = at(calls);
      return module && { resources: [...module.resources.keys()], calls: [...module.calls.keys()] };
    },
  };
}

/** Those of the first, and where it lacks something those of the second. */
export function either(a: Dependencies, b: Dependencies): Dependencies {
  return {
    ofResource: (calls, name) => a.ofResource(calls, name) ?? b.ofResource(calls, name),
    ofOutput: (calls, name) => a.ofOutput(calls, name) ?? b.ofOutput(calls, name),
    ofLocal: (calls, name) => a.ofLocal(calls, name) ?? b.ofLocal(calls, name),
    ofArgument: (calls, call, name) => a.ofArgument(calls, call, name) ?? b.ofArgument(calls, call, name),
    ofCall: (calls, call) => a.ofCall(calls, call) ?? b.ofCall(calls, call),
    content: (calls) => a.content(calls) ?? b.content(calls),
  };
}

function inAll(expressions: readonly ConfigExpression[]): readonly string[] {
  const out: string[] = [];
  const waiting = [...expressions];
  for (let next = waiting.pop(); waiting.length > 0 || next !== undefined; next = waiting.pop()) {
    if (Array.isArray(next)) waiting.push(...next);
    else if (isRecord(next)) {
      if (Object.hasOwn(next, 'constant_value')) continue;
      if (Array.isArray(next.references))
        out.push(...fullReferences(next.references.filter((each): each is string => typeof each === 'string')));
      else waiting.push(...Object.values(next));
    }
  }
  return out;
}

/** Whether an apply reaches one instance before another, by their addresses. */
export function orderOf(document: TerraformDocument, dependencies: Dependencies): (first: string, then: string) => Tri {
  let blocks: Map<string, string> | undefined;
  const reached = new Map<string, { readonly nodes: ReadonlySet<string>; readonly open: boolean }>();
  return (first, then) => {
    blocks ??= new Map(document.instances.map((i) => [i.address, nodeOf(callsOf(i.module), i.blockName)]));
    const [from, to] = [blocks.get(then), blocks.get(first)];
    if (from === undefined || to === undefined) return 'unknown';
    let found = reached.get(from);
    if (!found) {
      found = reach(from, dependencies);
      reached.set(from, found);
    }
    if (from !== to && found.nodes.has(to)) return 'yes';
    return found.open ? 'unknown' : 'no';
  };
}

function callsOf(module: string): readonly string[] {
  return parseModuleAddress(module).map(({ name }) => name);
}

function nodeOf(calls: readonly string[], name: string): string {
  return `${calls.join('.')} ${name}`;
}

/** All that a block waits for; `open`: not all of it is known. */
function reach(from: string, dependencies: Dependencies) {
  const nodes = new Set<string>();
  let open = false;
  const waiting = [from];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (nodes.has(node)) continue;
    nodes.add(node);
    const space = node.indexOf(' ');
    const calls = node.slice(0, space) === '' ? [] : node.slice(0, space).split('.');
    const next = follow(calls, node.slice(space + 1), dependencies);
    if (next) waiting.push(...next);
    else open = true;
  }
  return { nodes, open };
}

/** Roots of references that lead to no other block. */
const NOWHERE = new Set(['each', 'count', 'self', 'path', 'terraform']);

/** What something in a module waits for, one step on. Undefined if that is not known. */
function follow(calls: readonly string[], name: string, dependencies: Dependencies): readonly string[] | undefined {
  const [root = '', second = '', third] = attributesOf(name);
  if (NOWHERE.has(root)) return [];
  const parent = calls.slice(0, -1);
  const call = calls.at(-1);
  const inside = (names: readonly string[] | undefined, where = calls) => names?.map((each) => nodeOf(where, each));
  // All that is in a module waits for what its call waits for.
  const around = call === undefined ? [] : [nodeOf(parent, `call.${call}`)];
  switch (root) {
    case 'var':
      return call === undefined ? [] : inside(dependencies.ofArgument(parent, call, second), parent);
    case 'local':
      return inside(dependencies.ofLocal(calls, second));
    case 'call': {
      const own = inside(dependencies.ofCall(calls, second));
      return own && [...own, ...around];
    }
    case 'module': {
      const there = [...calls, second];
      if (third !== undefined) {
        const of = inside(dependencies.ofOutput(there, third), there);
        return of && [...of, nodeOf(calls, `call.${second}`)];
      }
      const content = dependencies.content(there);
      return (
        content && [
          ...content.resources.map((each) => nodeOf(there, each)),
          ...content.calls.map((each) => nodeOf(there, `module.${each}`)),
          nodeOf(calls, `call.${second}`),
        ]
      );
    }
    default: {
      const block = root === 'data' ? `data.${second}.${third ?? ''}` : `${root}.${second}`;
      if (block !== name) return [nodeOf(calls, block)];
      const own = inside(dependencies.ofResource(calls, block));
      return own && [...own, ...around];
    }
  }
}

/** The names of a reference, keys left out. */
function attributesOf(name: string): readonly string[] {
  return (parseTraversal(name) ?? []).flatMap((step) => ('attr' in step ? [step.attr] : []));
}
