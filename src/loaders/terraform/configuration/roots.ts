/** Which directories of sources are root modules: those that no other one calls. */
import { resolve } from 'node:path';
import { localSource, type SourceReader } from '../sources/read.ts';
import { indexModule } from '../sources/tree.ts';

/** Of directories without links, those that are judged on their own, in order. */
export function rootModules(directories: readonly string[], reader: SourceReader): readonly string[] {
  const all = new Set(directories);
  const calls = new Map<string, readonly string[]>();
  for (const directory of all) calls.set(directory, calledFrom(directory, reader));
  const called = new Set<string>();
  for (const [directory, children] of calls) for (const child of children) if (child !== directory) called.add(child);
  const roots = [...all].filter((directory) => !called.has(directory)).sort();
  // Modules that call each other in a circle have no root: one of them is judged all the same, and says so.
  const reached = new Set<string>();
  const reach = (from: string) => {
    const waiting = [from];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (reached.has(at)) continue;
      reached.add(at);
      waiting.push(...(calls.get(at) ?? []));
    }
  };
  roots.forEach(reach);
  for (const directory of [...all].sort()) {
    if (reached.has(directory)) continue;
    roots.push(directory);
    reach(directory);
  }
  return roots.sort();
}

function calledFrom(directory: string, reader: SourceReader): readonly string[] {
  const files = reader.module(directory);
  if (!files) return [];
  return [...indexModule('', false, files).calls.values()].flatMap(({ node }) => {
    const local = localSource(node);
    return (local === undefined ? undefined : reader.files.real(resolve(directory, local))) ?? [];
  });
}
