/** A template as a stack: its resources by logical id, loops laid out, nested stacks below it. */

import { reason } from '../../../model/index.ts';
import type { ConstructPaths } from '../cdk/manifest.ts';
import { isList, isScalar, mapAt, member, type Raw, type RawMap, textAt } from '../document/raw.ts';
import type { Template } from '../document/template.ts';
import type { Context, Run } from '../values/context.ts';
import { transformed } from '../values/evaluate.ts';
import { loopItems } from '../values/loops.ts';
import { PROCESSED } from './processed.ts';
import type { Environment, Resource, Scope, Stack } from './types.ts';
import { NO_SCOPE } from './types.ts';

export interface Draft extends Stack {
  readonly resources: Map<string, Resource>;
  readonly nested: Map<string, Stack | string>;
  open: string | null;
}

export interface StackPlan {
  readonly key: string;
  /** Before the logical ids of its resources. */
  readonly prefix: string;
  readonly name: string | null;
  readonly environment: Environment;
  readonly template: Template;
  readonly parent: Resource | null;
  readonly paths: ConstructPaths;
}

const LANGUAGE = 'AWS::LanguageExtensions';
const SERVERLESS = /^AWS::Serverless-/;

/** The stack without resources: they are laid out by `fill`, which evaluates loops. */
export function draft(plan: StackPlan): Draft {
  const macro = plan.template.transforms.find((name) => !name.startsWith('AWS::')) ?? null;
  return {
    key: plan.key,
    name: plan.name,
    environment: plan.environment,
    template: plan.template,
    parent: plan.parent,
    macro,
    resources: new Map(),
    nested: new Map(),
    open: plan.template.transforms.includes('AWS::Include')
      ? reason('AWS::Include adds what is not in the template', PROCESSED)
      : null,
  };
}

/** Lays out the resources. `open` says what cannot be laid out. */
export function fill(stack: Draft, plan: StackPlan, run: Run): void {
  const context: Context = { stack, scope: NO_SCOPE, depth: 0, inCondition: false, run };
  const add = (id: string, raw: Raw, written: string, scope: Scope) => {
    const resource = resourceOf(id, raw, written, scope, stack, plan);
    if (resource) stack.resources.set(id, resource);
    // A module's resources are called `NetworkSubnetA` or `Network.SubnetA`.
    if (resource?.type.endsWith('::MODULE'))
      stack.open ??= `what the module ${resource.address} (${resource.type}) makes is in the registry of the account`;
  };
  for (const [id, raw] of Object.entries(plan.template.resources)) {
    if (id === 'Fn::Transform') {
      stack.open ??= transformed(raw);
    } else if (id.startsWith('Fn::ForEach::')) {
      const loop = loopItems(id, raw, context);
      if (typeof loop === 'string') stack.open ??= loop;
      else
        for (const each of loop)
          add(
            each.name,
            each.body,
            `${escaped(id)}/2/${each.written
              .split('/')
              .map((step) => escaped(step))
              .join('/')}`,
            each.scope,
          );
    } else add(id, raw, escaped(id), NO_SCOPE);
  }
}

function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

function resourceOf(
  id: string,
  raw: Raw,
  written: string,
  scope: Scope,
  stack: Draft,
  plan: StackPlan,
): Resource | undefined {
  const type = textAt(raw, 'Type');
  if (type === undefined) return undefined;
  const address = `${plan.prefix}${id}`;
  const own = mapAt(raw, 'Properties');
  const condition = member(raw, 'Condition');
  const metadata = member(raw, 'Metadata');
  const transform = member(own, 'Fn::Transform');
  const include = textAt(transform, 'Name') === 'AWS::Include';
  return {
    stack,
    id,
    address,
    type,
    properties: withGlobals(type, own, stack.template),
    metadata,
    dependsOn: namesIn(member(raw, 'DependsOn')),
    scope,
    condition: isScalar(condition) ? String(condition) : null,
    at: { input: stack.template.input, address, pointer: `/Resources/${written}` },
    constructPath: pathOf(textAt(metadata, 'aws:cdk:path') ?? pathIn(plan, id)),
    open:
      transform === undefined
        ? null
        : include
          ? transformed(transform)
          : `${transformed(transform)} and may change the rest`,
  };
}

function namesIn(raw: Raw | undefined): readonly string[] {
  const all = isList(raw) ? raw : [raw];
  return all.filter((each): each is string => typeof each === 'string');
}

/** The path of a logical id that is in this stack. */
function pathIn({ paths, parent }: StackPlan, id: string): string | undefined {
  const all = paths.get(id) ?? [];
  // `App/Eps.NestedStack/Eps.NestedStackResource` nests what is below `App/Eps/`.
  const nest = parent?.constructPath?.replace(/\.NestedStack\/.*$/, '/');
  if (nest !== undefined) return all.find((path) => path.replace(/^\//, '').startsWith(nest));
  return parent === null ? [...all].sort((a, b) => a.length - b.length)[0] : undefined;
}

/** `Network/Vpc/Sqs` of `Network/Vpc/Sqs/Resource`: its name in the code. */
function pathOf(path: string | undefined): string | null {
  return path === undefined ? null : path.replace(/^\//, '').replace(/\/(?:Resource|Default)$/, '');
}

/** SAM's `Globals`, as far as they touch networks: lists add up, the function's own members win. */
function withGlobals(type: string, own: RawMap, template: Template): RawMap {
  if (type !== 'AWS::Serverless::Function' || !template.transforms.some((name) => SERVERLESS.test(name))) return own;
  const shared = mapAt(mapAt(template.globals, 'Function'), 'VpcConfig');
  if (Object.keys(shared).length === 0) return own;
  const config = mapAt(own, 'VpcConfig');
  const merged: Record<string, Raw> = { ...shared, ...config };
  for (const [name, value] of Object.entries(config)) {
    const global = member(shared, name);
    if (isList(value) && isList(global)) merged[name] = [...global, ...value];
  }
  return { ...own, VpcConfig: merged };
}

/** Loops of a section whose entries are looked up by name: conditions, outputs. */
export function entriesOf(
  section: RawMap,
  stack: Stack,
  run: Run,
): Map<string, { readonly raw: Raw; readonly scope: Scope }> {
  const out = new Map<string, { raw: Raw; scope: Scope }>();
  for (const [name, raw] of Object.entries(section)) {
    if (!name.startsWith('Fn::ForEach::')) {
      out.set(name, { raw, scope: NO_SCOPE });
      continue;
    }
    const loop = loopItems(name, raw, { stack, scope: NO_SCOPE, depth: 0, inCondition: false, run });
    if (typeof loop !== 'string') for (const each of loop) out.set(each.name, { raw: each.body, scope: each.scope });
  }
  return out;
}

/** Whether the template loops without the transform that makes loops work. */
export function loopsWithoutTransform({ resources, transforms }: Template): boolean {
  return Object.keys(resources).some((id) => id.startsWith('Fn::ForEach::')) && !transforms.includes(LANGUAGE);
}
