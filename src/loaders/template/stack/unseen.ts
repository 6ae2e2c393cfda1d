/** Resources of a run that we cannot see: of modules, of nested stacks elsewhere, and from transforms. */
import { reason } from '../../../model/index.ts';
import type { Unseen } from '../nouns/registry.ts';
import type { Value } from '../values/value.ts';
import type { World } from '../worlds/world.ts';
import { PROCESSED } from './processed.ts';

export function unseenIn(world: World): Unseen[] {
  const out: Unseen[] = [];
  for (const stack of world.stacks) {
    if (stack.macro !== null)
      out.push({ because: reason(`the macro ${stack.macro} may add to the template`, PROCESSED), touches: null });
    else if (stack.open !== null && ![...stack.resources.values()].some(({ type }) => type.endsWith('::MODULE')))
      out.push({ because: stack.open, touches: null });
    for (const resource of stack.resources.values()) {
      if (world.exists(resource) === 'no') continue;
      const nested = stack.nested.get(resource.id);
      if (typeof nested === 'string') {
        out.push({ because: nested, touches: handed([world.read(resource, 'Parameters')]) });
      } else if (resource.type.endsWith('::MODULE')) {
        const values = Object.keys(resource.properties).map((name) => world.read(resource, name));
        out.push({
          because: `what the module ${resource.address} makes is in the registry of the account`,
          touches: handed(values),
        });
      }
    }
  }
  return out;
}

/** Addresses of what is handed over. */
function handed(values: readonly Value[]): Set<string> {
  const out = new Set<string>();
  const waiting = [...values];
  for (let value = waiting.pop(); value; value = waiting.pop()) {
    if (value.k === 'ref') out.add(value.to.address);
    else if (value.k === 'list') waiting.push(...value.items);
    else if (value.k === 'mix') waiting.push(...value.parts);
    else if (value.k === 'map') waiting.push(...value.members.values());
  }
  return out;
}
