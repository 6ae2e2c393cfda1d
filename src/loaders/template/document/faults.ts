/** What CloudFormation rejects in a template, as far as it concerns what rules check. */

import { isFunction } from '../values/evaluate.ts';
import { functionOf, isList, isMap, isScalar, member, type Raw } from './raw.ts';
import type { Template } from './template.ts';

export interface TemplateFault {
  readonly pointer: string;
  readonly message: string;
}

/** The faults in the resources. */
interface Found {
  readonly faults: TemplateFault[];
  /** Names that the resource at hand refers to. */
  mentions: Set<string>;
  /** Whether a macro or an include may bring what is referred to. */
  transformed: boolean;
}

/** Unknown functions, circular references, and references to nothing. */
export function faultsIn(template: Template): TemplateFault[] {
  const found: Found = { faults: [], mentions: new Set(), transformed: template.transforms.length > 0 };
  const graph = new Map<string, Set<string>>();
  for (const [id, resource] of Object.entries(template.resources)) {
    if (id.startsWith('Fn::') || !isMap(resource)) {
      found.transformed = true;
      continue;
    }
    // Resources from a module have their own names.
    if (String(resource.Type).endsWith('::MODULE')) found.transformed = true;
    found.mentions = new Set<string>();
    graph.set(id, found.mentions);
    const properties = resource.Properties;
    if (properties !== undefined) walk(properties, [id, 'Properties'], found);
    const depends = resource.DependsOn;
    for (const each of isList(depends) ? depends : [depends]) if (typeof each === 'string') found.mentions.add(each);
  }
  const conditions = new Map<string, Set<string>>();
  for (const [name, raw] of Object.entries(template.conditions)) {
    const mentions = new Set<string>();
    conditions.set(name, mentions);
    conditionsIn(raw, mentions, 0);
  }
  return [
    ...found.faults,
    ...circleIn('Resources', graph),
    ...circleIn('Conditions', conditions),
    ...(found.transformed ? [] : danglingIn(template, graph)),
  ];
}

/** References to what the template does not have. */
function danglingIn({ resources, parameters, conditions }: Template, graph: ReadonlyMap<string, ReadonlySet<string>>) {
  const out: TemplateFault[] = [];
  for (const [id, mentions] of graph) {
    const pointer = pointerTo([id]);
    for (const name of mentions) {
      if (Object.hasOwn(resources, name) || Object.hasOwn(parameters, name) || name.startsWith('AWS::')) continue;
      const message = `${id} refers to ${name}, which is neither a resource nor a parameter of the template. CloudFormation rejects this.`;
      out.push({ pointer, message });
    }
    const condition = member(resources[id], 'Condition');
    if (typeof condition === 'string' && !Object.hasOwn(conditions, condition))
      out.push({
        pointer,
        message: `${id} has the condition ${condition}, which the template does not define. CloudFormation rejects this.`,
      });
  }
  return out;
}

function circleIn(section: 'Resources' | 'Conditions', graph: ReadonlyMap<string, ReadonlySet<string>>) {
  const loop = cycleIn(graph);
  if (!loop) return [];
  const message = `${section.toLowerCase()} refer to each other in a circle (${loop.join(' -> ')}). CloudFormation rejects this.`;
  return [{ pointer: `/${section}/${loop[0]}`, message }];
}

/** Conditions that a condition names. */
function conditionsIn(raw: Raw, mentions: Set<string>, depth: number): void {
  if (depth > DEEPEST) return;
  if (isList(raw)) for (const each of raw) conditionsIn(each, mentions, depth + 1);
  else if (isMap(raw)) {
    for (const [key, each] of Object.entries(raw)) {
      if (key === 'Condition' && isScalar(each)) mentions.add(String(each));
      else conditionsIn(each, mentions, depth + 1);
    }
  }
}

const DEEPEST = 150;

/** `path` leads from `Resources` to the value; it is as before afterwards. */
function walk(raw: Raw, path: (string | number)[], found: Found): void {
  if (path.length > DEEPEST) return;
  if (isList(raw)) {
    for (let i = 0; i < raw.length; i += 1) below(raw[i]!, i, path, found);
    return;
  }
  if (!isMap(raw)) return;
  const call = functionOf(raw);
  if (call) {
    if (!isFunction(call.name))
      found.faults.push({ pointer: pointerTo(path), message: `CloudFormation has no function ${call.name}` });
    if (call.name === 'Fn::Transform') found.transformed = true;
    mention(call.name, call.argument, found.mentions);
    // Which branch counts is for its condition to say.
    if (call.name === 'Fn::If') return;
  }
  for (const key of Object.keys(raw)) below(raw[key]!, key, path, found);
}

function below(raw: Raw, step: string | number, path: (string | number)[], found: Found): void {
  if (typeof raw !== 'object' || raw === null) return;
  path.push(step);
  walk(raw, path, found);
  path.pop();
}

function pointerTo(path: readonly (string | number)[]): string {
  return `/Resources/${path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}

function mention(name: string, argument: Raw, mentions: Set<string>): void {
  if (name === 'Ref' && isScalar(argument)) mentions.add(String(argument));
  else if (name === 'Fn::GetAtt') {
    const whole = isList(argument) ? argument[0] : argument;
    if (isScalar(whole)) mentions.add(String(whole).split('.')[0]!);
  } else if (name === 'Fn::Sub') {
    const template = isList(argument) ? argument[0] : argument;
    const own = isList(argument) && isMap(argument[1]) ? argument[1] : {};
    for (const [, inner] of typeof template === 'string' ? template.matchAll(/\$\{([^}!]+)\}/g) : []) {
      const plain = inner!.trim().split('.')[0]!;
      if (!Object.hasOwn(own, plain)) mentions.add(plain);
    }
  }
}

/** A circle of references, with the same first and last element. Undefined if there is none. */
function cycleIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const path: string[] = [];
    const on = new Set<string>();
    const waiting: { id: string; next: Iterator<string> }[] = [];
    const enter = (id: string) => {
      path.push(id);
      on.add(id);
      waiting.push({ id, next: graph.get(id)!.values() });
    };
    if (done.has(start)) continue;
    enter(start);
    while (waiting.length > 0) {
      const top = waiting.at(-1)!;
      const { value, done: ended } = top.next.next();
      if (ended) {
        waiting.pop();
        path.pop();
        on.delete(top.id);
        done.add(top.id);
      } else if (on.has(value)) return [...path.slice(path.indexOf(value)), value];
      else if (graph.has(value) && !done.has(value)) enter(value);
    }
  }
  return undefined;
}
