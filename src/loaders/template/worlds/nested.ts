/** Resources that are stacks themselves. */
import { table } from '../../../base/table.ts';
import { templateBefore } from '../changes/before.ts';
import { toldOf } from '../changes/nested.ts';
import { textAt } from '../document/raw.ts';
import type { Template } from '../document/template.ts';
import type { StackPlan } from '../stack/build.ts';
import type { Program, Root } from '../stack/program.ts';
import type { Resource, Stack } from '../stack/types.ts';
import type { Run } from '../values/context.ts';
import { because, textOf, type Value } from '../values/value.ts';

/** Where they name their template. */
const NESTED: Readonly<Record<string, string>> = table({
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
});

export function isStack({ type }: Resource): boolean {
  return isStackType(type);
}

export function isStackType(type: string | undefined): boolean {
  return type !== undefined && NESTED[type] !== undefined;
}

/** The template of a nested stack. If it is not here, the reason. */
export function nestedTemplate(resource: Resource, program: Program, root: Root, run: Run): Template | string {
  const where = run.read(resource, NESTED[resource.type]!);
  const url = textOf(where) ?? '';
  const asset = textAt(resource.metadata, 'aws:asset:path');
  if (url === '' && asset === undefined) return notHere(resource, where);
  const found = program.nested(resource.stack.template, url, { asset });
  if (typeof found === 'string') return found;
  if (isInside(resource.stack, found)) return `the nested stack ${resource.address} nests the template that it is in`;
  const told = root.past && toldOf(root.past, resource);
  return told && typeof told !== 'string' ? templateBefore(found, told) : found;
}

function notHere({ address }: Resource, where: Value): string {
  const application = where.k === 'map' ? where.members.get('ApplicationId') : undefined;
  return application
    ? `${address} is an application of the AWS Serverless Application Repository, whose resources are known only after deployment`
    : `the template of the nested stack ${address}: ${because(where)}`;
}

export function nestedPlan(resource: Resource, { paths }: Root): Omit<StackPlan, 'template'> {
  const { address, stack } = resource;
  return { key: address, prefix: `${address}.`, name: null, environment: stack.environment, parent: resource, paths };
}

/** Whether a stack, or one that nests it, comes from a template. */
function isInside({ template, parent }: Stack, found: Template): boolean {
  return template.file === found.file || (parent !== null && isInside(parent.stack, found));
}
