/** In which order CloudFormation makes the resources of a run: what one refers to, and what it names in `DependsOn`, comes first. */
import type { Tri } from '../../model/index.ts';
import { isList, isMap, isScalar, type Raw } from './document/raw.ts';
import type { Resource, Stack } from './stack/types.ts';

/** Whether a deployment makes one resource before another, by their addresses. */
export function orderOf(resources: readonly Resource[]): (first: string, then: string) => Tri {
  let byAddress: Map<string, Resource> | undefined;
  const reached = new Map<string, Reached>();
  return (first, then) => {
    byAddress ??= new Map(resources.map((each) => [each.address, each]));
    const [from, to] = [byAddress.get(then), byAddress.get(first)];
    if (!from || !to) return 'unknown';
    let found = reached.get(then);
    if (!found) {
      found = reach(from);
      reached.set(then, found);
    }
    if ([to, ...stacksAround(to.stack)].some((each) => each !== from && found.before.has(each))) return 'yes';
    // The imports of another stack decide, and we do not follow them.
    return found.open || rootOf(from.stack) !== rootOf(to.stack) ? 'unknown' : 'no';
  };
}

interface Reached {
  readonly before: ReadonlySet<Resource>;
  /** Whether there may be more. */
  readonly open: boolean;
}

function reach(from: Resource): Reached {
  const before = new Set<Resource>();
  let open = false;
  // A nested stack starts when everything exists that its resource in the parent waits for.
  const waiting = [from, ...stacksAround(from.stack)].flatMap((each) => {
    open ||= isOpen(each);
    return neededBy(each);
  });
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (before.has(next)) continue;
    before.add(next);
    open ||= isOpen(next);
    waiting.push(...neededBy(next));
  }
  return { before, open };
}

function isOpen({ open, stack, scope }: Resource): boolean {
  return open !== null || stack.macro !== null || scope.size > 0;
}

/** The resources of nested stacks around a stack, innermost first. */
function stacksAround({ parent }: Stack): readonly Resource[] {
  return parent === null ? [] : [parent, ...stacksAround(parent.stack)];
}

function rootOf(stack: Stack): Stack {
  return stack.parent === null ? stack : rootOf(stack.parent.stack);
}

function neededBy({ dependsOn, properties, stack }: Resource): Resource[] {
  const names = new Set(dependsOn);
  collect(properties, names);
  return [...names].flatMap((name) => stack.resources.get(name) ?? []);
}

const IN_TEXT = /\$\{([^!][^}.]*)(?:\.[^}]*)?\}/g;

/** Names that a value refers to. */
function collect(raw: Raw, out: Set<string>): void {
  if (isList(raw)) for (const item of raw) collect(item, out);
  else if (isMap(raw)) {
    for (const [name, value] of Object.entries(raw)) {
      if (name === 'Ref' && isScalar(value)) out.add(String(value));
      else if (name === 'Fn::GetAtt') {
        const target = isList(value) ? value[0] : value;
        if (isScalar(target)) out.add(String(target).split('.')[0]!);
      } else if (name === 'Fn::Sub') {
        const text = isList(value) ? value[0] : value;
        if (isScalar(text)) for (const [, found] of String(text).matchAll(IN_TEXT)) out.add(found!.trim());
        if (isList(value)) collect(value.slice(1), out);
      } else collect(value, out);
    }
  }
}
