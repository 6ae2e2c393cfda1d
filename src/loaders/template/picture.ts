/** One program as a picture: its networks, what is not whole, and what may not be printed. */

import { push } from '../../base/memo.ts';
import type { Incompleteness, NetworkBefore, Picture, Places } from '../../model/index.ts';
import { reason } from '../../model/index.ts';
import { templateBefore } from './changes/before.ts';
import { changesIn } from './changes/nested.ts';
import { touchedBy } from './changes/touched.ts';
import { networkOf } from './network.ts';
import { declared } from './stack/parameters.ts';
import { PROCESSED } from './stack/processed.ts';
import { type Program, prefixOf, type Root } from './stack/program.ts';
import type { Resource, Stack } from './stack/types.ts';
import { asWritten } from './values/stand-ins.ts';
import { textOf, type Value } from './values/value.ts';
import { explore, type Way } from './worlds/explore.ts';
import { World } from './worlds/world.ts';

export interface ProgramPicture {
  readonly picture: Picture;
  /** Endpoints by input. */
  readonly endpoints: ReadonlyMap<number, number>;
  /** Addresses by input and by how the resource is written. */
  readonly addresses: ReadonlyMap<number, ReadonlyMap<string, readonly string[]>>;
  /** All resources of all ways by address. */
  readonly resources: ReadonlyMap<string, Resource>;
}

/** The most defaults that we try, to say on which of them a finding depends. */
const MOST_DEFAULTS = 24;

export function pictureOf(program: Program): ProgramPicture {
  const explored = explore(program);
  const before = networkBefore(program);
  const ways = (explored.ways.length > 0 ? explored.ways : [refusedWay(program)]).map((way) =>
    before ? { ...way, network: { ...way.network, before } } : way,
  );
  const worlds = ways.map(({ world }) => world);
  const inputs = new Set(worlds.flatMap(({ stacks }) => stacks.map(({ template }) => template.input)));
  const path = program.roots[0]!.template.file.path;
  const fail = (code: string, message: string): Incompleteness => ({
    path,
    account: null,
    region: null,
    call: null,
    code,
    message,
  });
  const incomplete = incompleteIn(worlds, fail);
  if (explored.ways.length === 0)
    incomplete.push(fail('template-refused', explored.refused[0] ?? 'CloudFormation rejects the template'));
  const defaults = [...explored.defaults].slice(0, MOST_DEFAULTS).map(([symbol, text]) => {
    let networks: readonly Way[] | undefined;
    return {
      text,
      networksWithout: () => {
        networks ??= explore(program, new Set([symbol])).ways;
        return networks.map(({ network }) => network);
      },
    };
  });
  const resources = new Map(
    worlds.flatMap(({ stacks }) =>
      stacks.flatMap(({ resources: own }) => [...own.values()].map((each) => [each.address, each] as const)),
    ),
  );
  return {
    picture: {
      network: ways[0]!.network,
      ways: { ways, defaults },
      printed: asWritten,
      incomplete,
      notes: notesOf(program, ways),
      secrets: secretsOf(worlds[0]!),
      inputs: [...inputs],
      places: () => placesOf(program),
      ...(program.roots.some(({ changes }) => changes) ? { touched: () => touchedIn(program, resources) } : {}),
    },
    endpoints: endpointsOf(ways),
    addresses: addressesOf(worlds),
    resources,
  };
}

/** The state before the change sets of a program. Undefined if no change set shows it. */
function networkBefore(program: Program): NetworkBefore | undefined {
  if (!program.roots.some(({ changes }) => changes && changes.lacks === null)) return undefined;
  const roots = program.roots.map(({ changes, ...root }): Root => {
    const known = changes && changes.lacks === null;
    return known ? { ...root, template: templateBefore(root.template, changes), past: changes } : root;
  });
  const [way] = explore({ ...program, roots }).ways;
  const destroyed = program.roots.flatMap((root) =>
    [...(root.changes ? changesIn(root.changes, prefixOf(root, program)) : [])]
      .filter(({ change: { action, replaced } }) => action === 'remove' || replaced === 'yes')
      .map(({ prefix, change: { id } }) => `${prefix}${id}`),
  );
  return way && { by: 'change-set', network: way.network, destroyed: new Set(destroyed) };
}

function touchedIn(program: Program, resources: ReadonlyMap<string, Resource>): ReadonlySet<string> {
  return new Set(program.roots.flatMap((root) => [...touchedBy(root, prefixOf(root, program), resources)]));
}

/** Where the stacks go, if anything says it. */
function placesOf({ roots }: Program): Places {
  const known = (name: 'account' | 'region') => new Set(roots.flatMap(({ environment }) => environment[name] ?? []));
  return { accounts: known('account'), regions: known('region') };
}

/** For a template whose every way is rejected: the template as it would be without the rejection. */
function refusedWay(program: Program): Way {
  const world = new World(program, new Map(), { defaults: new Set(), opaque: new Set() });
  return { world, network: networkOf(world), taken: new Map() };
}

function incompleteIn(
  worlds: readonly World[],
  fail: (code: string, message: string) => Incompleteness,
): Incompleteness[] {
  const out = new Map<string, Incompleteness>();
  const add = (code: string, message: string, stack: Stack) => {
    if (!out.has(message)) out.set(message, { ...fail(code, message), path: stack.template.file.path });
  };
  for (const { stacks } of worlds) {
    for (const stack of stacks) {
      if (stack.macro !== null)
        add('macro', reason(`the macro ${stack.macro} of the account may rewrite the template`, PROCESSED), stack);
      else if (stack.open !== null) add('not-in-template', stack.open, stack);
      for (const nested of stack.nested.values()) if (typeof nested === 'string') add('nested-stack', nested, stack);
    }
  }
  return [...out.values()];
}

function notesOf({ roots }: Program, ways: readonly Way[]): string[] {
  const open = roots.filter(({ environment }) => environment.region === null);
  if (open.length === 0 || ways.every(({ network }) => network.endpoints.length === 0)) return [];
  const name = open[0]!.template.file.path ?? 'standard input';
  return [
    `${name}: the Region is not known, so this was checked for any Region of the partition aws. Pass --region to name one.`,
  ];
}

/** Values that NoEcho keeps from being printed. */
function secretsOf(world: World): string[] {
  const out = new Set<string>();
  const put = (value: Value | undefined) => {
    if (value?.k === 'list') for (const item of value.items) put(item);
    const text = value && textOf(value);
    if (text) out.add(text);
  };
  for (const stack of world.stacks) {
    for (const [name, raw] of Object.entries(stack.template.parameters))
      if (declared(name, raw).noEcho) put(world.quietly(() => world.parameter(stack, name, true)));
  }
  return [...out];
}

function endpointsOf(ways: readonly Way[]): Map<number, number> {
  const seen = new Map<string, number>();
  for (const { network } of ways) for (const { key, at } of network.endpoints) seen.set(key, at.input);
  const out = new Map<number, number>();
  for (const input of seen.values()) out.set(input, (out.get(input) ?? 0) + 1);
  return out;
}

function addressesOf(worlds: readonly World[]): Map<number, Map<string, string[]>> {
  const out = new Map<number, Map<string, string[]>>();
  const seen = new Set<string>();
  for (const { stacks } of worlds) {
    for (const { resources } of stacks) {
      for (const { at, address } of resources.values()) {
        if (seen.has(address)) continue;
        seen.add(address);
        let byWritten = out.get(at.input);
        if (!byWritten) {
          byWritten = new Map();
          out.set(at.input, byWritten);
        }
        push(byWritten, at.pointer!.slice('/Resources/'.length), address);
      }
    }
  }
  return out;
}
