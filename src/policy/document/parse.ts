import { escapeStep } from '../../base/pointer.ts';
import { TemplateLeaf, type Tree, UnknownLeaf } from '../../model/tree.ts';
import { positions } from '../../text/lines.ts';
import type {
  Condition,
  Element,
  ParsedPolicy,
  PrincipalElement,
  PrincipalEntry,
  Problem,
  Statement,
  Value,
  Values,
} from './document.ts';
import { readJson } from './json-text.ts';
import { parseOperator } from './operators.ts';
import type { Place } from './place.ts';
import { withoutPlaceholders } from './placeholder.ts';
import { readTemplate } from './template.ts';

type Members = { readonly [key: string]: Tree };

/** What one parse collects: problems, unknown leaves, and how a pointer becomes a place. */
interface Reading {
  readonly problems: Problem[];
  readonly unknowns: UnknownLeaf[];
  place(pointer: string): Place;
}

const DOCUMENT_MEMBERS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_MEMBERS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
const PRINCIPAL_TYPES = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

/**
 * Reads a policy document: an object, or a JSON string (then every place also has offset, line and column).
 * Never throws: what IAM would reject is in `problems`, each with its place, and the rest is read as far as it makes sense.
 */
export function parsePolicy(document: Tree): ParsedPolicy {
  if (document instanceof UnknownLeaf) return unknownPolicy(document);
  if (document instanceof TemplateLeaf)
    return readTemplate(document, (tree) => parsePolicy(tree)) ?? unknownPolicy(firstUnknown(document));
  if (typeof document === 'string') return parseText(document);
  const reading: Reading = { problems: [], unknowns: [], place: (pointer) => ({ pointer }) };
  return parseTree(document, reading, sizeOf(document));
}

function parseText(text: string): ParsedPolicy {
  const result = readJson(text);
  const placed = positions(text);
  const at = (pointer: string, offset: number): Place => {
    const { line, column } = placed(offset);
    return { pointer, offset, line, column };
  };
  if (!result.ok) {
    const place = at(result.pointer, result.offset);
    const problem: Problem = { code: 'not-json', message: `not JSON, ${result.message}`, place, severity: 'fault' };
    return { variables: false, statements: [], open: null, problems: [problem], size: text.length, unknowns: [] };
  }
  const place = (pointer: string): Place => {
    const offset = result.starts.get(pointer);
    return offset === undefined ? { pointer } : at(pointer, offset);
  };
  const reading: Reading = { problems: [], unknowns: [], place };
  for (const pointer of result.twice) fault(reading, 'duplicate-key', 'the same member appears twice', pointer);
  return parseTree(result.tree, reading, text.length);
}

function unknownPolicy(leaf: UnknownLeaf): ParsedPolicy {
  return { variables: null, statements: [], open: leaf, problems: [], size: null, unknowns: [leaf] };
}

function firstUnknown(leaf: TemplateLeaf): UnknownLeaf {
  return leaf.parts.find((part) => part instanceof UnknownLeaf) ?? new UnknownLeaf('not known');
}

function sizeOf(document: Tree): number | null {
  let whole = true;
  const text = JSON.stringify(document, (_, value: unknown) => {
    if (value instanceof UnknownLeaf || value instanceof TemplateLeaf) whole = false;
    return value;
  });
  return whole ? (text?.length ?? 0) : null;
}

function fault(reading: Reading, code: string, message: string, pointer: string): void {
  reading.problems.push({ code, message, place: reading.place(pointer), severity: 'fault' });
}

function isMembers(tree: Tree | undefined): tree is Members {
  return (
    typeof tree === 'object' &&
    tree !== null &&
    !Array.isArray(tree) &&
    !(tree instanceof UnknownLeaf) &&
    !(tree instanceof TemplateLeaf)
  );
}

function parseTree(tree: Tree, reading: Reading, size: number | null): ParsedPolicy {
  const { problems, unknowns } = reading;
  if (!isMembers(tree)) {
    fault(reading, 'not-an-object', `a policy is a JSON object, not ${nounOf(tree)}`, '');
    return { variables: false, statements: [], open: null, problems, size, unknowns };
  }
  for (const name of Object.keys(tree)) {
    if (!DOCUMENT_MEMBERS.has(name))
      fault(reading, 'unknown-element', unknownElement(name, DOCUMENT_MEMBERS), `/${escapeStep(name)}`);
  }
  const variables = versionOf(tree.Version, reading);
  const id = tree.Id;
  if (id !== undefined && typeof id !== 'string' && !(id instanceof UnknownLeaf) && !(id instanceof TemplateLeaf)) {
    fault(reading, 'wrong-type', `Id is a string, not ${nounOf(id)}`, '/Id');
  }
  const { statements, open } = statementsOf(tree.Statement, reading);
  return { variables, statements, open, problems, size, unknowns };
}

function versionOf(version: Tree | undefined, reading: Reading): boolean | null {
  if (version === undefined) return false;
  if (version instanceof UnknownLeaf || version instanceof TemplateLeaf) return null;
  if (version === '2012-10-17') return true;
  if (version !== '2008-10-17') fault(reading, 'bad-version', 'Version is "2012-10-17" or "2008-10-17"', '/Version');
  return false;
}

function statementsOf(tree: Tree | undefined, reading: Reading): { statements: Statement[]; open: UnknownLeaf | null } {
  if (tree === undefined) {
    fault(reading, 'missing-statement', 'a policy needs a Statement', '');
    return { statements: [], open: null };
  }
  const open = unknownIn(tree, reading);
  if (open !== null) return { statements: [], open };
  const listed = Array.isArray(tree);
  const items: readonly Tree[] = listed ? tree : [tree];
  if (items.length === 0) fault(reading, 'missing-statement', 'Statement is empty', '/Statement');
  const statements = items.map((item, index) =>
    statementOf(item, index, listed ? `/Statement/${index}` : '/Statement', reading),
  );
  const sids = new Map<string, number>();
  for (const { sid, index, place } of statements) {
    // An empty Sid is none: older providers write it into every statement.
    if (sid === null || sid === '') continue;
    const before = sids.get(sid);
    if (before !== undefined)
      reading.problems.push({
        code: 'duplicate-sid',
        message: `Sid "${sid}" already names statement ${before}`,
        place: reading.place(`${place.pointer}/Sid`),
        severity: 'warning',
      });
    else sids.set(sid, index);
  }
  return { statements, open: null };
}

function statementOf(tree: Tree, index: number, pointer: string, reading: Reading): Statement {
  const place = reading.place(pointer);
  const unknown = unknownIn(tree, reading);
  const members: Members = isMembers(tree) ? tree : {};
  if (unknown === null && !isMembers(tree))
    fault(reading, 'wrong-type', `a statement is an object, not ${nounOf(tree)}`, pointer);
  else if (unknown === null) {
    for (const name of Object.keys(members)) {
      if (!STATEMENT_MEMBERS.has(name)) {
        fault(reading, 'unknown-element', unknownElement(name, STATEMENT_MEMBERS), `${pointer}/${escapeStep(name)}`);
      }
    }
  }
  const known = unknown === null && isMembers(tree);
  const sid = members.Sid;
  if (sid !== undefined && typeof sid !== 'string' && unknownIn(sid, reading) === null) {
    fault(reading, 'wrong-type', `Sid is a string, not ${nounOf(sid)}`, `${pointer}/Sid`);
  }
  const conditions = conditionsOf(members.Condition, `${pointer}/Condition`, reading);
  return {
    index,
    sid: typeof sid === 'string' ? sid : null,
    effect: known ? effectOf(members.Effect, pointer, reading) : null,
    principal: principalOf(members, pointer, known, reading),
    action: elementOf(members, 'Action', pointer, known, reading),
    resource: elementOf(members, 'Resource', pointer, known, reading),
    conditions: conditions.list,
    openConditions: conditions.open,
    unknown: unknown ?? unknownEffect(members.Effect),
    place,
  };
}

/** A statement with an effect not yet known may allow or deny: as good as unknown. */
function unknownEffect(effect: Tree | undefined): UnknownLeaf | null {
  if (effect instanceof UnknownLeaf) return effect;
  return effect instanceof TemplateLeaf ? firstUnknown(effect) : null;
}

function effectOf(tree: Tree | undefined, pointer: string, reading: Reading): 'Allow' | 'Deny' | null {
  if (tree === 'Allow' || tree === 'Deny') return tree;
  if (tree === undefined) fault(reading, 'missing-effect', 'a statement needs an Effect', pointer);
  else if (unknownIn(tree, reading) === null)
    fault(reading, 'bad-effect', 'Effect must be "Allow" or "Deny"', `${pointer}/Effect`);
  return null;
}

function elementOf(
  members: Members,
  name: 'Action' | 'Resource',
  pointer: string,
  known: boolean,
  reading: Reading,
): Element {
  const positive = members[name];
  const negative = members[`Not${name}`];
  if (positive !== undefined && negative !== undefined) {
    fault(reading, 'both-elements', `a statement has ${name} or Not${name}, not both`, `${pointer}/Not${name}`);
  }
  const not = positive === undefined && negative !== undefined;
  const tree = positive ?? negative;
  const at = `${pointer}/${not ? `Not${name}` : name}`;
  if (tree === undefined) {
    if (known) fault(reading, `missing-${name.toLowerCase()}`, `a statement needs ${name} or Not${name}`, pointer);
    return { not: false, missing: true, items: [], open: null, place: reading.place(pointer) };
  }
  const values = valuesOf(tree, at, name, reading);
  if (values.items.length === 0 && values.open === null) fault(reading, 'empty-list', `${name} is empty`, at);
  return { ...values, not, missing: false, place: reading.place(at) };
}

function principalOf(members: Members, pointer: string, known: boolean, reading: Reading): PrincipalElement {
  const positive = members.Principal;
  const negative = members.NotPrincipal;
  if (positive !== undefined && negative !== undefined) {
    fault(reading, 'both-elements', 'a statement has Principal or NotPrincipal, not both', `${pointer}/NotPrincipal`);
  }
  const not = positive === undefined && negative !== undefined;
  const tree = positive ?? negative;
  const at = `${pointer}/${not ? 'NotPrincipal' : 'Principal'}`;
  if (tree === undefined) {
    if (known) fault(reading, 'missing-principal', 'a statement of an endpoint policy needs a Principal', pointer);
    return { not: false, missing: true, entries: [], open: null, place: reading.place(pointer) };
  }
  if (not && members.Effect === 'Allow') {
    fault(reading, 'notprincipal-with-allow', 'NotPrincipal is for Deny statements only', at);
  }
  const { entries, open } = principalEntries(tree, at, reading);
  return { not, missing: false, entries, open, place: reading.place(at) };
}

function principalEntries(
  tree: Tree,
  at: string,
  reading: Reading,
): { entries: PrincipalEntry[]; open: UnknownLeaf | null } {
  if (tree === '*') return { entries: [{ type: 'AWS', value: '*', place: reading.place(at) }], open: null };
  const open = unknownIn(tree, reading);
  if (open !== null) return { entries: [], open };
  if (!isMembers(tree)) {
    fault(reading, 'bad-principal', 'Principal is "*" or an object such as {"AWS": "111122223333"}', at);
    return { entries: [], open: null };
  }
  const entries: PrincipalEntry[] = [];
  let rest: UnknownLeaf | null = null;
  for (const [type, value] of Object.entries(tree)) {
    const inner = `${at}/${escapeStep(type)}`;
    if (!PRINCIPAL_TYPES.has(type)) {
      fault(reading, 'bad-principal', unknownElement(type, PRINCIPAL_TYPES), inner);
      continue;
    }
    const values = valuesOf(value, inner, type, reading);
    rest ??= values.open;
    for (const item of values.items) entries.push({ type: type as PrincipalEntry['type'], ...item });
  }
  if (entries.length === 0 && rest === null) fault(reading, 'bad-principal', 'Principal is empty', at);
  return { entries, open: rest };
}

function conditionsOf(
  tree: Tree | undefined,
  pointer: string,
  reading: Reading,
): { list: Condition[]; open: UnknownLeaf | null } {
  if (tree === undefined) return { list: [], open: null };
  let open = unknownIn(tree, reading);
  const list: Condition[] = [];
  if (open !== null) return { list, open };
  const written = asInTerraform(tree);
  if (written !== undefined) {
    fault(reading, 'bad-condition', 'Condition has the form of Terraform (test, variable, values)', pointer);
    // The meaning is clear, so the rest is read by it.
    return conditionsOf(meant(written), pointer, reading);
  }
  if (!isMembers(tree)) {
    fault(reading, 'bad-condition', `Condition is an object, not ${nounOf(tree)}`, pointer);
    return { list, open };
  }
  for (const [operator, block] of Object.entries(tree)) {
    const at = `${pointer}/${escapeStep(operator)}`;
    const parsed = parseOperator(operator);
    if (parsed.base === 'unknown') fault(reading, 'unknown-operator', `"${operator}" is not a condition operator`, at);
    const unknown = unknownIn(block, reading);
    open ??= unknown;
    if (unknown !== null) continue;
    if (!isMembers(block)) {
      // A key without an operator is one fault.
      if (parsed.base === 'unknown') continue;
      fault(reading, 'bad-condition', `${operator} holds an object of keys, not ${nounOf(block)}`, at);
      continue;
    }
    for (const [key, value] of Object.entries(block)) {
      const place = `${at}/${escapeStep(key)}`;
      list.push({ operator, ...parsed, key, ...valuesOf(value, place, key, reading), place: reading.place(place) });
    }
  }
  return { list, open };
}

/** The parts of a condition block of Terraform. */
const TERRAFORM = ['test', 'variable', 'values'] as const;

/** Condition blocks in the shape of Terraform's `aws_iam_policy_document`; undefined if it is another. */
function asInTerraform(tree: Tree): readonly Members[] | undefined {
  const blocks: readonly Tree[] = Array.isArray(tree) ? tree : [tree];
  const isOne = (block: Tree): block is Members =>
    isMembers(block) &&
    'test' in block &&
    'variable' in block &&
    Object.keys(block).every((name) => TERRAFORM.includes(name as never));
  return blocks.length > 0 && blocks.every(isOne) ? (blocks as readonly Members[]) : undefined;
}

/** The same in the shape of IAM, as far as operators and keys are known. */
function meant(blocks: readonly Members[]): Members {
  const out: { [operator: string]: { [key: string]: Tree } } = {};
  for (const { test, variable, values = [] } of blocks) {
    if (typeof test !== 'string' || typeof variable !== 'string') continue;
    out[test] = { ...out[test], [variable]: values };
  }
  return out;
}

/** Attributes that are one string each, so an unknown one is not a list. */
const ONE_STRING = /\.(arn|id|account_id|owner_id|bucket)$/;

/** A scalar or a list of scalars; an unknown leaf in place of the list may be one string or several. */
function valuesOf(tree: Tree, pointer: string, name: string, reading: Reading): Values {
  if (tree instanceof UnknownLeaf && !ONE_STRING.test(tree.symbol ?? '')) {
    reading.unknowns.push(tree);
    return { items: [], open: tree };
  }
  const listed = Array.isArray(tree);
  const items: { value: Value; place: Place }[] = [];
  const trees: readonly Tree[] = listed ? tree : [tree];
  trees.forEach((item: Tree, index: number) => {
    const at = listed ? `${pointer}/${index}` : pointer;
    if (item instanceof UnknownLeaf || item instanceof TemplateLeaf) {
      unknownIn(item, reading);
      items.push({ value: item, place: reading.place(at) });
    } else if (item === null || typeof item === 'object') {
      fault(reading, 'wrong-type', `${name} holds strings, not ${nounOf(item)}`, at);
    } else {
      const value = withoutPlaceholders(String(item));
      if (typeof value !== 'string') unknownIn(value, reading);
      items.push({ value, place: reading.place(at) });
    }
  });
  return { items, open: null };
}

/** The unknown leaf a node is or contains as a string part; noted, so that a verdict can say what it waits for. */
function unknownIn(tree: Tree, reading: Reading): UnknownLeaf | null {
  const leaf = tree instanceof UnknownLeaf ? tree : tree instanceof TemplateLeaf ? firstUnknown(tree) : null;
  if (leaf !== null) reading.unknowns.push(leaf);
  return leaf;
}

function unknownElement(name: string, known: ReadonlySet<string>): string {
  const near = [...known].find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return near === undefined ? `"${name}" is not a policy element here` : `"${name}" must be written "${near}"`;
}

function nounOf(tree: Tree): string {
  if (tree === null) return 'null';
  if (Array.isArray(tree)) return 'a list';
  return typeof tree === 'object' ? 'an object' : `a ${typeof tree}`;
}
