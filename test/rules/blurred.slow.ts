/**
 * For every rule: a value that a plan knows, made known after apply only, turns no pass into a fail and no fail into a
 * pass. Through the loader, value by value, down to the leaves of blocks.
 */
import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../src/loaders/index.ts';
import type { Network } from '../../src/model/index.ts';
import { printScene } from '../../src/scene/print.ts';
import { type Case, casesOf, inWords, type Judged, judge, rules } from './judge.ts';
import { telling } from './telling.ts';

type Json = Record<string, unknown>;
type Path = readonly (string | number)[];

interface Change {
  readonly address: string;
  readonly change: { readonly actions: readonly string[]; readonly after: Json | null; readonly after_unknown: Json };
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  for (const each of casesOf(rule).filter(({ inputs }) => inputs.includes('plan'))) {
    it(`${each.kind}: ${each.name}`, () => {
      telling(each, 'plan', () => expect(turnedRound(each)).toEqual([]));
    });
  }
});

function turnedRound(each: Case): string[] {
  const files = printScene(each.example.scene, 'plan', each.seed);
  const plan = files[0]!.document as { resource_changes: Change[]; configuration: Json };
  const before = judge(each.rule, networkOf(files), each.example);
  const wrong: string[] = [];
  for (const [index, { address, change }] of plan.resource_changes.entries()) {
    const { after, actions } = change;
    if (after === null) continue;
    for (const path of valuesIn(after)) {
      // What is left out and computed looks like this in every plan, and is not unknown then.
      if (actions.includes('create') && !isWritten(plan.configuration, address, String(path[0]))) continue;
      const blurred = structuredClone(plan);
      const target = blurred.resource_changes[index]!.change;
      takeOut(target.after!, path);
      mark(target.after_unknown, path);
      const judged = judge(each.rule, networkOf([{ path: 'plan.json', document: blurred }]), each.example);
      for (const [key, was] of before) {
        if (isTurned(was, judged.get(key)))
          wrong.push(`${address}.${path.join('.')}: ${inWords(was)} -> ${inWords(judged.get(key))}`);
      }
    }
  }
  return wrong;
}

function networkOf(files: readonly { readonly path: string; readonly document: unknown }[]): Network {
  const bytes = (document: unknown) => new TextEncoder().encode(JSON.stringify(document));
  const { pictures } = loadFiles(files.map(({ path, document }) => ({ path, bytes: bytes(document) })));
  return pictures[0]!.network;
}

/** Attributes with a value, and what lies inside blocks and lists. */
function* valuesIn(value: unknown, path: Path = []): Generator<Path> {
  if (value === null || value === undefined) return;
  // Tags are texts people write, and by themselves no fact about the network.
  if (path.length === 1 && /^tags/.test(String(path[0]))) return;
  if (path.length > 0) yield path;
  if (typeof value !== 'object') return;
  for (const [key, inner] of Array.isArray(value) ? value.entries() : Object.entries(value))
    yield* valuesIn(inner, [...path, key]);
}

function isWritten(configuration: Json, address: string, name: string): boolean {
  const { resources } = configuration.root_module as { resources: { address: string; expressions?: Json }[] };
  const block = resources.find((it) => it.address === address.replace(/\[.*\]$/, ''));
  return Object.hasOwn(block?.expressions ?? {}, name);
}

function takeOut(after: Json, path: Path): void {
  const holder = path.slice(0, -1).reduce<unknown>((at, step) => (at as Json)[step], after);
  const last = path.at(-1)!;
  // Terraform writes null for an unknown element of a list, and leaves an unknown attribute out.
  if (Array.isArray(holder)) holder[Number(last)] = null;
  else delete (holder as Json)[last];
}

function mark(marks: Json, path: Path): void {
  let at: Json | unknown[] = marks;
  for (const [i, step] of path.entries()) {
    const holder = at as Json;
    if (i === path.length - 1) holder[step] = true;
    else {
      const next = holder[step];
      if (typeof next !== 'object' || next === null) holder[step] = typeof path[i + 1] === 'number' ? [] : {};
      at = holder[step] as Json;
      // Marks of a list are a list: what stands before this one is known.
      if (Array.isArray(at)) for (let j = 0; j < Number(path[i + 1]); j += 1) at[j] ??= false;
    }
  }
}

/** A finding that says what it takes as absent may come: with less to see it assumes more. */
function isTurned(was: Judged, is: Judged | undefined): boolean {
  if (!is) return false;
  if (was.verdict === 'fail') return is.verdict === 'pass';
  if (was.verdict !== 'pass' || is.verdict !== 'fail') return false;
  return is.fails.some(({ fail }) => (fail.assumed?.length ?? 0) === 0);
}
