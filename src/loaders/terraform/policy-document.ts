/** Policies as trees with unknown leaves, also out of a policy document data source that is read only during apply. */
import { type Fact, known, type Origin, TemplateLeaf, type Tree, UnknownLeaf, unknown } from '../../model/index.ts';
import { because } from './because.ts';
import type { Instance } from './document.ts';
import { attributeName, type Value } from './value.ts';
import { type BlockView, blockViews, type World } from './world.ts';

/** The policy an attribute holds: null where none is given, text where it is known, else a tree. */
export function toTree(value: Value, at: Origin, world: World): Fact<Tree | null> {
  if (value.k === 'lit') {
    if (value.v === null || value.v === '') return known(null, at, value.sensitive);
    return typeof value.v === 'string' ? known(value.v, at, value.sensitive) : unknown('the policy is no string', at);
  }
  const document = policyDocument(value);
  if (document) return known(documentTree(document, world), at);
  const only = value.k === 'mix' && value.parts.length === 1 ? value.parts[0]! : value;
  return only.k === 'object' ? known(valueTree(only), at) : unknown(because(value), at);
}

/** The `aws_iam_policy_document` whose `json` a value is. */
function policyDocument(value: Value): Instance | undefined {
  if (value.k === 'mix' && value.parts.length === 1) return policyDocument(value.parts[0]!);
  if (value.k !== 'attribute' || value.of.type !== 'aws_iam_policy_document') return undefined;
  return value.path[0] === 'json' || value.path[0] === 'minified_json' ? value.of : undefined;
}

function documentTree(instance: Instance, world: World): Tree {
  const read = (name: string) => world.graph.read(instance, name);
  const merged = ['source_policy_documents', 'override_policy_documents', 'source_json', 'override_json'].some(
    (name) => !isNone(read(name)),
  );
  const statements = blockViews(read('statement'));
  if (merged || !statements)
    return new UnknownLeaf(`the statements of ${instance.address} are known after apply`, `${instance.address}.json`);
  const version = read('version');
  return {
    Version: version.k === 'lit' && version.v === null ? '2012-10-17' : valueTree(version),
    Statement: statements.map(statementTree),
  };
}

function isNone(value: Value): boolean {
  return value.k === 'lit' && (value.v === null || value.v === '' || (Array.isArray(value.v) && value.v.length === 0));
}

function statementTree(block: BlockView): Tree {
  const out: Record<string, Tree> = {};
  const put = (name: string, key: string) => {
    const value = block.member(name);
    if (!isNone(value)) out[key] = valueTree(value);
  };
  put('sid', 'Sid');
  const effect = block.member('effect');
  out.Effect = isNone(effect) ? 'Allow' : valueTree(effect);
  put('actions', 'Action');
  put('not_actions', 'NotAction');
  put('resources', 'Resource');
  put('not_resources', 'NotResource');
  principals(block.member('principals'), 'Principal', out);
  principals(block.member('not_principals'), 'NotPrincipal', out);
  conditions(block.member('condition'), out);
  return out;
}

function principals(value: Value, key: string, out: Record<string, Tree>): void {
  const blocks = blockViews(value);
  if (!blocks) {
    out[key] = new UnknownLeaf(because(value));
    return;
  }
  if (blocks.length === 0) return;
  const types: Record<string, Tree[]> = Object.create(null);
  for (const block of blocks) {
    const type = block.member('type');
    const identifiers = valueTree(block.member('identifiers'));
    if (type.k !== 'lit' || typeof type.v !== 'string') {
      out[key] = new UnknownLeaf(because(type));
      return;
    }
    types[type.v] = [
      ...(types[type.v] ?? []),
      ...(Array.isArray(identifiers) ? (identifiers as Tree[]) : [identifiers]),
    ];
  }
  // The provider writes principal `*` of type `*` as the plain string.
  out[key] = types['*']?.length === 1 && types['*'][0] === '*' && Object.keys(types).length === 1 ? '*' : { ...types };
}

function conditions(value: Value, out: Record<string, Tree>): void {
  const blocks = blockViews(value);
  if (!blocks) {
    out.Condition = new UnknownLeaf(because(value));
    return;
  }
  if (blocks.length === 0) return;
  const tests: Record<string, Record<string, Tree>> = Object.create(null);
  for (const block of blocks) {
    const test = block.member('test');
    const variable = block.member('variable');
    if (test.k !== 'lit' || variable.k !== 'lit') {
      out.Condition = new UnknownLeaf(because(test.k === 'lit' ? variable : test));
      return;
    }
    const values = valueTree(block.member('values'));
    const keys = tests[String(test.v)] ?? (Object.create(null) as Record<string, Tree>);
    tests[String(test.v)] = keys;
    const before = keys[String(variable.v)];
    keys[String(variable.v)] = before === undefined ? values : [...asList(before), ...asList(values)];
  }
  out.Condition = Object.fromEntries(Object.entries(tests).map(([test, keys]) => [test, { ...keys }]));
}

function asList(tree: Tree): readonly Tree[] {
  return Array.isArray(tree) ? (tree as readonly Tree[]) : [tree];
}

/** Any value as a tree. */
export function valueTree(value: Value): Tree {
  switch (value.k) {
    case 'lit':
      return (value.v ?? null) as Tree;
    case 'list':
      return value.items.map(valueTree);
    case 'object':
      return Object.fromEntries([...value.members].map(([key, member]) => [key, valueTree(member)]));
    case 'text':
      return template(value.parts);
    case 'attribute':
      return new UnknownLeaf(because(value), attributeName(value));
    case 'unknown':
      return new UnknownLeaf(value.because, value.symbol);
    case 'mix':
      return new UnknownLeaf(because(value), value.parts.length === 1 ? symbolOf(value.parts[0]!) : undefined);
    default:
      return new UnknownLeaf(because(value));
  }
}

/** The name of an id or ARN: what is built around one of these is still bound to that object. */
function symbolOf(value: Value): string | undefined {
  const name = value.k === 'attribute' ? attributeName(value) : value.k === 'unknown' ? value.symbol : undefined;
  return name !== undefined && /\.(arn|id)$/.test(name) ? name : undefined;
}

function template(parts: readonly Value[]): Tree {
  const leaves = parts.map((part) => {
    const tree = valueTree(part);
    if (tree instanceof UnknownLeaf) return tree;
    return typeof tree === 'string' || typeof tree === 'number' || typeof tree === 'boolean'
      ? String(tree)
      : new UnknownLeaf(because(part));
  });
  return leaves.every((l) => typeof l === 'string') ? leaves.join('') : new TemplateLeaf(leaves);
}
