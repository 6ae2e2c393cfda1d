/** What CloudFormation refuses in a template, as far as it touches what can be judged. */

import { isFunction } from '../values/evaluate.ts';
import { functionOf, isList, isMap, isScalar, type Raw } from './raw.ts';
import type { Template } from './template.ts';

export interface TemplateFault {
  readonly pointer: string;
  readonly message: string;
}

/** Unknown functions and circular references. */
export function faultsIn(template: Template): TemplateFault[] {
  const out: TemplateFault[] = [];
  const graph = new Map<string, Set<string>>();
  for (const [id, resource] of Object.entries(template.resources)) {
    if (id.startsWith('Fn::') || !isMap(resource)) continue;
    const mentions = new Set<string>();
    graph.set(id, mentions);
    const properties = resource.Properties;
    if (properties !== undefined) walk(properties, [id, 'Properties'], out, mentions);
    const depends = resource.DependsOn;
    for (const each of isList(depends) ? depends : [depends]) if (typeof each === 'string') mentions.add(each);
  }
  const conditions = new Map<string, Set<string>>();
  for (const [name, raw] of Object.entries(template.conditions)) {
    const mentions = new Set<string>();
    conditions.set(name, mentions);
    conditionsIn(raw, mentions, 0);
  }
  out.push(...circleIn('Resources', graph), ...circleIn('Conditions', conditions));
  return out;
}

function circleIn(section: 'Resources' | 'Conditions', graph: ReadonlyMap<string, ReadonlySet<string>>) {
  const loop = cycleIn(graph);
  if (!loop) return [];
  const message = `${section.toLowerCase()} refer to each other in a circle (${loop.join(' -> ')}), which CloudFormation refuses`;
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
function walk(raw: Raw, path: (string | number)[], out: TemplateFault[], mentions: Set<string>): void {
  if (path.length > DEEPEST) return;
  if (isList(raw)) {
    for (let i = 0; i < raw.length; i += 1) below(raw[i]!, i, path, out, mentions);
    return;
  }
  if (!isMap(raw)) return;
  const call = functionOf(raw);
  if (call) {
    if (!isFunction(call.name))
      out.push({ pointer: pointerTo(path), message: `CloudFormation has no function ${call.name}` });
    mention(call.name, call.argument, mentions);
    // Which branch counts is for its condition to say.
    if (call.name === 'Fn::If') return;
  }
  for (const key of Object.keys(raw)) below(raw[key]!, key, path, out, mentions);
}

function below(
  raw: Raw,
  step: string | number,
  path: (string | number)[],
  out: TemplateFault[],
  mentions: Set<string>,
): void {
  if (typeof raw !== 'object' || raw === null) return;
  path.push(step);
  walk(raw, path, out, mentions);
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

/** A circle of references, first and last the same; undefined where there is none. */
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
