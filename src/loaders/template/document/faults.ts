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
    const pointer = `/Resources/${id}`;
    const properties = resource.Properties;
    if (properties !== undefined) walk(properties, `${pointer}/Properties`, out, mentions, 0);
    const depends = resource.DependsOn;
    for (const each of isList(depends) ? depends : [depends]) if (typeof each === 'string') mentions.add(each);
  }
  const loop = cycleIn(graph);
  if (loop)
    out.push({
      pointer: `/Resources/${loop[0]}`,
      message: `resources refer to each other in a circle (${loop.join(' -> ')}), which CloudFormation refuses`,
    });
  return out;
}

const DEEPEST = 150;

function walk(raw: Raw, pointer: string, out: TemplateFault[], mentions: Set<string>, depth: number): void {
  if (depth > DEEPEST) return;
  if (isList(raw)) {
    for (const [i, each] of raw.entries()) walk(each, `${pointer}/${i}`, out, mentions, depth + 1);
    return;
  }
  if (!isMap(raw)) return;
  const call = functionOf(raw);
  if (call) {
    if (!isFunction(call.name)) out.push({ pointer, message: `CloudFormation has no function ${call.name}` });
    mention(call.name, call.argument, mentions);
    // Which branch counts is for its condition to say.
    if (call.name === 'Fn::If') return;
  }
  for (const [key, each] of Object.entries(raw))
    walk(each, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, out, mentions, depth + 1);
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
