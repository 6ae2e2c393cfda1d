/** Values of a root module's variables, from the files and options that Terraform reads, in its order. */
import { join, relative } from 'node:path';
import { InputError } from '../../../model/index.ts';
import { attribute, type Expression, type HclFile, parseExpression } from '../../../text/hcl/index.ts';
import { evaluate } from '../sources/evaluate.ts';
import { whyUnread } from '../sources/files.ts';
import { parseSource } from '../sources/read.ts';
import type { SourceFile, SourceModule, SourceProblem } from '../sources/tree.ts';
import type { FileTree } from '../values/file-access.ts';
import type { Graph } from '../values/graph.ts';
import { lit, type Value } from '../values/value.ts';

/** The values that the user gives in addition to the files that Terraform finds by itself. */
export interface GivenVariables {
  /** Of `--var-file`, in order. */
  readonly files: readonly SourceFile[];
  /** Of `--var`, in order. */
  readonly values: readonly (readonly [name: string, text: string])[];
}

export interface VariableFiles {
  readonly files: readonly SourceFile[];
  readonly problems: readonly SourceProblem[];
}

/** The files beside a root module that Terraform reads automatically. */
export function automaticFiles(directory: string, tree: FileTree, cwd: string): VariableFiles {
  const names = tree
    .list(directory)
    .filter((entry) => !entry.isDirectory)
    .map(({ name }) => name);
  const automatic = names.filter((name) => /\.auto\.tfvars(\.json)?$/.test(name)).sort();
  const files: SourceFile[] = [];
  const problems: SourceProblem[] = [];
  for (const name of ['terraform.tfvars', 'terraform.tfvars.json', ...automatic]) {
    if (!names.includes(name)) continue;
    const path = relative(cwd, join(directory, name));
    try {
      const bytes = tree.read(join(directory, name));
      if (bytes) files.push(parseSource(path, bytes));
    } catch (error) {
      problems.push({ path, message: whyUnread(error) });
    }
  }
  for (const { path, hcl } of files) {
    const fault = faultOf(hcl);
    if (fault) problems.push({ path, message: fault });
  }
  return { files, problems };
}

/** The first thing that is wrong with a file of values, with its place. */
export function faultOf(hcl: HclFile): string | undefined {
  const invalid = hcl.attributes.map(({ expression }) => expression).find(({ kind }) => kind === 'invalid');
  const fault = hcl.faults[0] ?? (invalid as (Expression & { kind: 'invalid' }) | undefined);
  if (!fault) return undefined;
  const { line, column } = hcl.position(fault.range.start);
  return `line ${line}, column ${column}: ${fault.reason}`;
}

/** Later ones win. */
export function variableValues(
  root: SourceModule,
  automatic: readonly SourceFile[],
  given: GivenVariables,
  graph: Graph,
): ReadonlyMap<string, Value> {
  const out = new Map<string, Value>();
  const scope = { module: graph.tree.root, key: undefined, forEach: undefined, owner: 'a file of values' };
  const put = (name: string, expression: Expression) => {
    if (root.variables.has(name)) out.set(name, evaluate(expression, { graph, scope, names: new Map() }));
  };
  for (const { hcl } of [...automatic, ...given.files])
    for (const { name, expression } of hcl.attributes) put(name, expression);
  for (const [name, text] of given.values) {
    const variable = root.variables.get(name);
    if (!variable) continue;
    const type = attribute(variable.node.body, 'type')?.expression;
    if (isText(type)) out.set(name, lit(text));
    else put(name, expressionOf(name, text));
  }
  return out;
}

/** Of what is a scalar the text itself is the value. */
function isText(type: Expression | undefined): boolean {
  if (type === undefined) return true;
  const name = type.kind === 'traversal' ? type.root : type.kind === 'literal' ? String(type.value) : undefined;
  return name === 'string' || name === 'number' || name === 'bool' || name === 'any';
}

function expressionOf(name: string, text: string): Expression {
  const expression = parseExpression(text);
  if (expression.kind === 'invalid') {
    throw new InputError(`--var ${name}: ${expression.reason}`, {
      hint: `Write a list as --var '${name}=["a", "b"]'`,
    });
  }
  return expression;
}
