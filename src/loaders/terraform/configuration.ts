/** Terraform sources without a plan: a root module as a picture of its own. */
import type { Incompleteness, Network, Origin, Picture, SourceComment, SourcePlace } from '../../model/index.ts';
import { declare } from './configuration/declare.ts';
import { ConfigurationGraph, type OpenDocument } from './configuration/graph.ts';
import { automaticFiles, type GivenVariables, variableValues } from './configuration/variables.ts';
import { orderOf } from './document/dependencies.ts';
import type { Instance } from './document/document.ts';
import type { ModuleInstance } from './document/modules.ts';
import { asWritten, secretsOf } from './document/secrets.ts';
import { networkOf } from './network.ts';
import { Registry } from './nouns/registry.ts';
import { placesOf } from './places.ts';
import { commentsOf } from './sources/comments.ts';
import { dependenciesIn } from './sources/dependencies.ts';
import { formerAddresses } from './sources/moved.ts';
import { placeOf } from './sources/places.ts';
import type { SourceReader } from './sources/read.ts';
import type { SourceTree } from './sources/tree.ts';
import { withoutSecrets } from './sources/without-secrets.ts';
import { unreadIn } from './unread.ts';
import type { FileTree } from './values/file-access.ts';
import { elements, type Value } from './values/value.ts';

export interface RootModule {
  readonly input: number;
  /** Absolute, without links. */
  readonly directory: string;
  /** As shown to people. */
  readonly path: string;
}

export interface ConfigurationSettings {
  readonly reader: SourceReader;
  /** What functions of files may read. */
  readonly files: FileTree;
  readonly cwd: string;
  readonly variables: GivenVariables;
  /** The Region of providers that name none. */
  readonly region: string | undefined;
}

export interface ConfigurationPicture extends Picture {
  readonly source: (origin: Origin) => SourcePlace | undefined;
  readonly comments: () => readonly SourceComment[];
  /** Names of the root module's variables. */
  readonly variables: readonly string[];
}

/** The picture of a root module, in whose directory there are sources. */
export function readConfigurationOf(root: RootModule, settings: ConfigurationSettings): ConfigurationPicture {
  const { reader, cwd } = settings;
  const tree = reader.tree(root.directory, root.path);
  const module = tree?.module([]);
  if (!tree || !module) throw new TypeError(`no sources in ${root.path}`);
  const declared = declare(tree);
  const automatic = automaticFiles(root.directory, reader.files, cwd);
  const gaps = [...declared.unread.values()][0]?.message ?? declared.problems[0]?.message ?? null;
  const handedOn = new Map<string, string>();
  const document: OpenDocument = {
    kind: 'terraform-sources',
    input: root.input,
    instances: [],
    removed: [],
    configuration: declared.configuration,
    variables: new Map(),
    partial: null,
    gaps: gaps === null ? null : `the sources are incomplete: ${gaps}`,
    handedOn,
    absentIsUnknown: false,
  };
  const variables = new Map<string, Value>();
  const files = { directory: root.directory, tree: settings.files };
  const graph = new ConfigurationGraph(document, { declared, tree, files, variables, region: settings.region });
  for (const [name, value] of variableValues(module, automatic.files, settings.variables, graph))
    variables.set(name, value);
  // Where a file is not HCL nobody knows what else would be in it.
  if (declared.problems.length === 0) graph.expand();
  for (const [calls, { message }] of declared.unread) handOn(graph, calls.split('.'), message, handedOn);
  const secrets = mayHoldSecrets(tree, document.instances) ? secretsIn(graph, document) : [];
  const registry = new Registry(graph);
  const network: Network = { ...networkOf(registry), isOrdered: orderOf(document, dependenciesIn(tree)) };
  let written: readonly string[] | undefined;
  const secretCode = () => {
    written ??= asWritten(secrets);
    return written;
  };
  return {
    network,
    notes: [],
    inputs: [root.input],
    places: () => placesOf(registry),
    secrets,
    former: formerAddresses(document, tree),
    incomplete: incompleteness(root, graph, [
      ...[...declared.problems, ...declared.invalid, ...automatic.problems].map(({ path, message }) => ({
        path,
        code: 'unreadable',
        message,
      })),
      ...unreadIn(document).map((unread) => ({ path: root.path, ...unread })),
      ...[...declared.unread.values()].map(({ file, line, message }) => ({
        path: file,
        code: 'unread-module',
        message: `line ${line}: ${message}`,
      })),
    ]),
    source: (origin) => withoutSecrets(placeOf(origin, tree), secretCode),
    comments: () => commentsOf(tree, new Set(document.instances.map(({ module: address }) => address))),
    assumed: assumedIn(document.instances),
    variables: [...module.variables.keys()],
  };
}

type Gap = Pick<Incompleteness, 'path' | 'code' | 'message'>;

function incompleteness(root: RootModule, graph: ConfigurationGraph, gaps: readonly Gap[]): readonly Incompleteness[] {
  const whole: Gap[] = [];
  if (graph.tooMany !== null)
    whole.push({ path: root.path, code: 'too-large', message: `${graph.tooMany}, so the rest was not checked` });
  if (graph.exhausted)
    whole.push({
      path: root.path,
      code: 'too-large',
      message: 'its expressions take too long to evaluate, so some values stay unknown',
    });
  return [...gaps, ...whole].map((gap) => ({ account: null, region: null, call: null, ...gap }));
}

function assumedIn(instances: readonly Instance[]): ((address: string) => string | undefined) | undefined {
  const assumed = new Map(instances.flatMap((i) => (i.assumed ? [[i.address, i.assumed.message]] : [])));
  return assumed.size === 0 ? undefined : (address) => assumed.get(address);
}

/** Notes the objects that a module gets which is not at hand: it may add to them. */
function handOn(graph: ConfigurationGraph, calls: readonly string[], why: string, out: Map<string, string>): void {
  for (const module of instancesAt(graph.tree.root, calls)) {
    for (const name of Object.keys(module.call?.expressions ?? {})) {
      for (const address of addressesIn(graph.variable(name, module))) out.set(address, why);
    }
  }
}

function instancesAt(root: ModuleInstance, calls: readonly string[]): readonly ModuleInstance[] {
  return calls.reduce<readonly ModuleInstance[]>(
    (at, name) => at.flatMap((each) => each.children.get(name) ?? []),
    [root],
  );
}

function addressesIn(value: Value, depth = 0): readonly string[] {
  if (depth > 20) return [];
  switch (value.k) {
    case 'attribute':
    case 'instance':
      return [value.of.address];
    case 'text':
      return value.parts.flatMap((part) => addressesIn(part, depth + 1));
    case 'json':
      return addressesIn(value.of, depth + 1);
    case 'instances':
      return value.of.map(({ address }) => address);
    case 'list':
    case 'object':
    case 'one':
    case 'some':
    case 'mix':
      return elements(value).flatMap((element) => (element === value ? [] : addressesIn(element, depth + 1)));
    default:
      return [];
  }
}

/** Marks are looked for only where something is marked. */
function mayHoldSecrets(tree: SourceTree, instances: readonly Instance[]): boolean {
  const modules = new Set(instances.map(({ module }) => module.replaceAll(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, '')));
  modules.add('');
  return [...modules].some((address) => {
    const calls = address === '' ? [] : address.split('.').filter((_, i) => i % 2 === 1);
    return tree.module(calls)?.files.some(({ hcl }) => hcl.text.includes('sensitive')) ?? false;
  });
}

function secretsIn(graph: ConfigurationGraph, document: OpenDocument): readonly string[] {
  const waiting = [graph.tree.root];
  for (let module = waiting.pop(); module; module = waiting.pop()) {
    for (const [name, { sensitive }] of module.config?.variables ?? []) if (sensitive) graph.variable(name, module);
    for (const [name, { sensitive }] of module.config?.outputs ?? []) if (sensitive) graph.output(module, name);
    for (const children of module.children.values()) waiting.push(...children);
  }
  return [...new Set([...graph.secrets, ...secretsOf(document)])];
}
