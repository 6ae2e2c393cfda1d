import type { Remarks } from '../remarks.ts';
import type { ResolvedScene } from '../resolved.ts';
import { Call, type Expression, isList, Local, Reference } from './expression.ts';
import { addressOf, type Resource } from './resource.ts';
import { resourcesOf } from './resources/index.ts';
import { schemaOf } from './schemas/index.ts';

/** Attributes that people write as blocks although Terraform has one value for the whole list. */
const WRITTEN_AS_BLOCKS: ReadonlySet<string> = new Set(['ingress', 'egress', 'route']);

/** From lists with more elements than this, only this many elements are shown. */
const LONG = 12;
const FIRST = 3;

/**
 * The scene as Terraform code for people, a text a resource: what the scene itself says, without what every scene has.
 * Remarks are comments.
 */
export function hclOf(scene: ResolvedScene, { of, rest }: Remarks): string[] {
  const resources = resourcesOf(scene, 'planned')
    .filter((resource) => resource.usual !== 'all')
    .sort((a, b) => rank(a) - rank(b))
    .map((resource) => resourceText(resource, LONG, of.get(addressOf(resource)) ?? []));
  const provider = scene.region === HOME ? [] : [providerText(scene)];
  return [...resources, ...provider, ...(rest.length > 0 ? [`${comments(rest, '')}\n`] : [])];
}

/** The Region that goes without saying. */
const HOME = 'us-east-1';

function providerText({ region }: ResolvedScene): string {
  return `provider "aws" {\n  region = ${JSON.stringify(region)}\n}\n`;
}

function comments(lines: readonly string[], indent: string): string {
  return lines.map((line) => `${indent}# ${line}`).join('\n');
}

/** All of the scene as Terraform code, as Terraform would plan it. */
export function codeOf(scene: ResolvedScene): string {
  const whole = resourcesOf(scene, 'planned').map((resource) =>
    resourceText({ ...resource, usual: new Set() }, Number.POSITIVE_INFINITY),
  );
  return [providerText(scene), ...whole].join('\n');
}

/** Endpoints first: they are what an example is about. */
function rank({ type }: Resource): number {
  if (type === 'aws_vpc_endpoint') return 0;
  return type.startsWith('aws_vpc_endpoint_') ? 1 : 2;
}

function resourceText(resource: Resource, long: number, remarks: readonly string[] = []): string {
  const { attributes } = schemaOf(resource);
  const plain: [string, Expression][] = [];
  const nested: [string, Record<string, Expression>][] = [];
  for (const [name, expression] of Object.entries(resource.arguments)) {
    if (resource.usual !== 'all' && resource.usual.has(name)) continue;
    const isBlock = (attributes[name]?.block ?? false) || WRITTEN_AS_BLOCKS.has(name);
    if (isBlock && isList(expression)) {
      for (const item of expression) nested.push([name, item as unknown as Record<string, Expression>]);
    } else plain.push([name, expression]);
  }
  const parts = [[assignments(plain, '  ', long), comments(remarks, '  ')].filter((part) => part !== '').join('\n')];
  for (const [name, item] of nested) parts.push(`  ${name} {\n${assignments(Object.entries(item), '    ', long)}\n  }`);
  if (resource.dependsOn) parts.push(`  depends_on = [${resource.dependsOn.join(', ')}]`);
  if (resource.createBeforeDestroy) parts.push('  lifecycle {\n    create_before_destroy = true\n  }');
  const body = parts.filter((part) => part !== '').join('\n\n');
  const kind = resource.mode === 'data' ? 'data' : 'resource';
  const block = `${kind} "${resource.type}" "${resource.name}" {\n${body}\n}\n`;
  if (!resource.moved) return block;
  return `moved {\n  from = ${resource.type}.${resource.moved}\n  to   = ${resource.type}.${resource.name}\n}\n\n${block}`;
}

/** Aligned as `terraform fmt` does; a value of several lines ends a group. */
function assignments(all: readonly (readonly [string, Expression])[], indent: string, long: number): string {
  const given = all.filter(([, expression]) => expression !== null);
  const texts = given.map(([name, expression]) => [name, text(expression, indent, long)] as const);
  const lines: string[] = [];
  let group: (readonly [string, string])[] = [];
  const flush = () => {
    const width = Math.max(0, ...group.map(([name]) => name.length));
    for (const [name, value] of group) lines.push(`${indent}${name.padEnd(width)} = ${value}`);
    group = [];
  };
  for (const entry of texts) {
    if (entry[1].includes('\n')) {
      flush();
      lines.push(`${indent}${entry[0]} = ${entry[1]}`);
    } else group.push(entry);
  }
  flush();
  return lines.join('\n');
}

function text(expression: Expression, indent: string, long: number): string {
  if (expression instanceof Reference) return expression.path.reduce<string>(step, expression.resource);
  if (expression instanceof Local) return `local.${expression.name}`;
  if (expression instanceof Call) return `${expression.name}(${text(expression.argument as Expression, indent, long)})`;
  if (typeof expression === 'string') return quoted(expression, indent);
  if (expression === null || typeof expression !== 'object') return String(expression);
  if (isList(expression)) return listText(expression, indent, long);
  const inner = `${indent}  `;
  const entries = Object.entries(expression);
  if (entries.length === 0) return '{}';
  const keys = entries.map(
    ([key, value]) => [/^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key), value] as const,
  );
  return `{\n${assignments(keys, inner, long)}\n${indent}}`;
}

function listText(items: readonly Expression[], indent: string, long: number): string {
  const inner = `${indent}  `;
  const texts = items.map((item) => text(item, indent, long));
  if (texts.length === 1) return `[${texts[0]}]`;
  const short = `[${texts.join(', ')}]`;
  if (!short.includes('\n') && short.length <= 90) return short;
  // What a long list shows is its length.
  const first = items.length > long ? items.slice(0, FIRST) : items;
  const lines = first.map((item) => `${inner}${text(item, inner, long)},`);
  if (first.length < items.length) lines.push(`${inner}# and ${items.length - first.length} more`);
  return `[\n${lines.join('\n')}\n${indent}]`;
}

function step(before: string, part: string | number): string {
  return typeof part === 'number' ? `${before}[${part}]` : `${before}.${part}`;
}

function quoted(value: string, indent: string): string {
  if (!value.includes('\n')) return escaped(JSON.stringify(value));
  const lines = escaped(value.replace(/\n$/, '')).split('\n');
  return `<<-EOT\n${lines.map((line) => `${indent}  ${line}`).join('\n')}\n${indent}EOT`;
}

/** Without sequences of a template. */
function escaped(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}
