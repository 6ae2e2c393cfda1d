import type { ParsedPolicy } from '../document/document.ts';
import { carriedActions } from './planes.ts';
import { endpointKeys, endpointPrefixes } from './prefixes.ts';

/**
 * The service a policy is for, by its actions: null unless all of them are of one service. Where the service has several
 * endpoints, the one that carries every action that is named; else its IAM prefix stands for all of them (`ecr`).
 */
export function serviceOf({ statements, open }: ParsedPolicy): string | null {
  if (open !== null || statements.length === 0) return null;
  const prefixes = new Set<string>();
  const names = new Set<string>();
  for (const { action, unknown } of statements) {
    if (unknown !== null || action.not || action.open !== null || action.missing) return null;
    for (const { value } of action.items) {
      const found = typeof value === 'string' ? /^([a-z0-9-]+):(.+)$/.exec(value.toLowerCase()) : null;
      if (found === null) return null;
      prefixes.add(found[1]!);
      names.add(found[2]!);
    }
  }
  const [prefix] = prefixes;
  if (prefix === undefined || prefixes.size > 1 || !endpointPrefixes().has(prefix)) return null;
  const keys = endpointKeys(prefix);
  const named = [...names].filter((name) => !/[*?]/.test(name));
  const able = keys.filter((key) => {
    const carries = carriedActions(key);
    return named.every((name) => carries(name));
  });
  if (able.includes(prefix)) return prefix;
  return able.length === 1 ? able[0]! : prefix;
}
