import type { ConfigModule, Configuration } from '../document/configuration.ts';
import type { SourceTree } from './tree.ts';

/**
 * Whether sources belong to a plan: every resource and module block of its `configuration` exists in each module whose
 * sources are at hand. Returns the first missing block, or null if there is none.
 */
export function firstMissing(configuration: Configuration, tree: SourceTree): string | null {
  const waiting: { module: ConfigModule; calls: readonly string[] }[] = [{ module: configuration.root, calls: [] }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const source = tree.module(next.calls);
    if (!source) continue;
    const prefix = next.calls.map((c) => `module.${c}.`).join('');
    for (const key of next.module.resources.keys()) if (!source.resources.has(key)) return `${prefix}${key}`;
    for (const [name, call] of next.module.calls) {
      if (!source.calls.has(name)) return `${prefix}module.${name}`;
      waiting.push({ module: call.module, calls: [...next.calls, name] });
    }
  }
  return null;
}
