/** The blocks of sources in the form of a plan's `configuration`, and what could not be read of them. */
import { type Attribute, attribute, type Block, type Body } from '../../../text/hcl/index.ts';
import type { ConfigCall, ConfigModule, ConfigResource, Configuration } from '../document/configuration.ts';
import { localSource, writtenSource } from '../sources/read.ts';
import type { Placed, Repeated, SourceFile, SourceModule, SourceProblem, SourceTree } from '../sources/tree.ts';

export interface Declared {
  readonly configuration: Configuration;
  /** Calls whose modules are not at hand, by path of calls. */
  readonly unread: ReadonlyMap<string, UnreadCall>;
  /** Files that cannot be read or are not HCL: their content is not known. */
  readonly problems: readonly SourceProblem[];
  /** Expressions that are none: only their values are not known. */
  readonly invalid: readonly SourceProblem[];
}

export interface UnreadCall {
  readonly file: string;
  readonly line: number;
  /** Why, and what to do. */
  readonly message: string;
}

/** No real configuration has more modules than this. */
const MOST_MODULES = 5000;

export function declare(tree: SourceTree): Declared {
  const unread = new Map<string, UnreadCall>();
  const problems: SourceProblem[] = [];
  const invalid: SourceProblem[] = [];
  const seen = new Set<string>();
  let modules = 0;

  const moduleOf = (source: SourceModule, calls: readonly string[], around: readonly string[]): ConfigModule => {
    modules += 1;
    if (!seen.has(source.directory)) {
      seen.add(source.directory);
      problems.push(...source.problems, ...source.files.flatMap(faultsOf));
      // Each file is reported once.
      const whole = source.files.filter(({ hcl }) => hcl.faults.length === 0);
      invalid.push(...whole.flatMap(invalidIn), ...source.repeated.map(repetitionOf));
    }
    const directories = [...around, source.directory];
    const called = new Map<string, ConfigCall>();
    for (const [name, call] of source.calls) called.set(name, callOf(name, call, [...calls, name], directories));
    return {
      resources: new Map([...source.resources].map(([key, { node }]) => [key, resourceOf(key, node)])),
      calls: called,
      variables: new Map(
        [...source.variables].map(([name, { node }]) => [
          name,
          {
            hasDefault: has(node, 'default'),
            value: undefined,
            sensitive: isTrue(node, 'sensitive') || isTrue(node, 'ephemeral'),
          },
        ]),
      ),
      outputs: new Map(
        [...source.outputs].map(([name, { node }]) => [name, { expression: {}, sensitive: isTrue(node, 'sensitive') }]),
      ),
    };
  };

  const callOf = (
    name: string,
    call: Placed<Block>,
    calls: readonly string[],
    around: readonly string[],
  ): ConfigCall => {
    const { node } = call;
    const source = tree.module(calls);
    const isCircle = source !== undefined && around.includes(source.directory);
    const isRead = source !== undefined && !isCircle && modules < MOST_MODULES;
    if (!isRead) {
      const line = call.file.hcl.position(node.header.start).line;
      unread.set(calls.join('.'), {
        file: call.file.path,
        line,
        message: whyUnread(name, node, isCircle, source !== undefined),
      });
    }
    return {
      name,
      source: writtenSource(node),
      expressions: written(node, META_OF_CALLS),
      count: has(node, 'count') ? {} : undefined,
      forEach: has(node, 'for_each') ? {} : undefined,
      module: isRead ? moduleOf(source, calls, around) : EMPTY,
    };
  };

  const root = tree.module([])!;
  const configuration = { root: moduleOf(root, [], []), providers: new Map() };
  return { configuration, unread, problems, invalid };
}

const EMPTY: ConfigModule = { resources: new Map(), calls: new Map(), variables: new Map(), outputs: new Map() };

function whyUnread(name: string, call: Block, isCircle: boolean, isThere: boolean): string {
  if (isCircle) return `module "${name}" calls itself, which Terraform rejects`;
  if (isThere) return `module "${name}" is one of more than ${MOST_MODULES} modules, so it was not read`;
  const local = localSource(call);
  if (local !== undefined)
    return `module "${name}": ${JSON.stringify(local)} has no Terraform files, or is outside the repository`;
  return `module "${name}" is not downloaded. Run \`terraform init\` or \`terraform get\` first`;
}

function faultsOf(file: SourceFile): SourceProblem[] {
  return file.hcl.faults.slice(0, 1).map(({ reason, range }) => problemAt(file, range.start, reason));
}

/** The first expression of a file that is none. */
function invalidIn(file: SourceFile): SourceProblem[] {
  const waiting: Body[] = [...file.hcl.blocks].reverse().map(({ body }) => body);
  for (let body = waiting.pop(); body; body = waiting.pop()) {
    for (const { expression } of body.attributes)
      if (expression.kind === 'invalid') return [problemAt(file, expression.range.start, expression.reason)];
    waiting.push(...[...body.blocks].reverse().map((block) => block.body));
  }
  return [];
}

/** Terraform rejects what is declared twice, because it cannot tell which one is meant. */
function repetitionOf({ first, second }: Repeated): SourceProblem {
  const at = ({ file, node }: Repeated['first']) => file.hcl.position(node.range.start).line;
  const where = `${first.file.path}:${at(first)}`;
  return {
    path: second.file.path,
    message: `line ${at(second)}: ${nameOf(second.node)} is already declared at ${where}, and only that one was checked. Remove one of them.`,
  };
}

function nameOf(node: Attribute | Block): string {
  if ('expression' in node) return `local.${node.name}`;
  return [node.type, ...node.labels.map(({ text }) => JSON.stringify(text))].join(' ');
}

function problemAt({ path, hcl }: SourceFile, offset: number, reason: string): SourceProblem {
  const { line, column } = hcl.position(offset);
  return { path, message: `line ${line}, column ${column}: ${reason}` };
}

const META_OF_CALLS = ['source', 'version', 'count', 'for_each', 'providers', 'depends_on'];
const META = ['count', 'for_each', 'provider', 'depends_on'];
const META_BLOCKS = ['lifecycle', 'provisioner', 'connection'];

function resourceOf(key: string, block: Block): ConfigResource {
  const isData = key.startsWith('data.');
  const [type = '', name = ''] = block.labels.map((label) => label.text);
  return {
    address: key,
    mode: isData ? 'data' : 'managed',
    type,
    name,
    providerKey: undefined,
    expressions: written(block, META),
    count: has(block, 'count') ? {} : undefined,
    forEach: has(block, 'for_each') ? {} : undefined,
  };
}

/** Which arguments and nested blocks are there; the expressions themselves are evaluated from the sources. */
function written({ body }: Block, less: readonly string[]): Record<string, unknown> {
  const names = [
    ...body.attributes.map(({ name }) => name).filter((name) => !less.includes(name)),
    ...body.blocks.map((block) => (block.type === 'dynamic' ? (block.labels[0]?.text ?? '') : block.type)),
  ];
  return Object.fromEntries(names.filter((name) => !META_BLOCKS.includes(name)).map((name) => [name, {}]));
}

function has(block: Block, name: string): boolean {
  return attribute(block.body, name) !== undefined;
}

function isTrue(block: Block, name: string): boolean {
  const expression = attribute(block.body, name)?.expression;
  return expression?.kind === 'literal' && String(expression.value) === 'true';
}
