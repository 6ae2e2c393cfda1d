/** Inputs of fixtures/field, each with what is right to say of it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadFiles } from '../src/loaders/index.ts';
import type { Network } from '../src/model/index.ts';
import { inWords, type Judged, judge, rules } from './rules/judge.ts';

interface Check {
  readonly rule: string;
  /** Key of the subject; left out where the rule judges one only. */
  readonly subject?: string;
  /** `fail`, `pass`, `undecided` or `none`; several by `|`. */
  readonly want: string;
  readonly level?: string;
  /** A part of the message. */
  readonly says?: string;
}

interface Case {
  readonly name: string;
  /** A file, or the document itself. */
  readonly input: string | object;
  readonly why?: string;
  readonly checks: readonly Check[];
}

const FIELD = fileURLToPath(new URL('../fixtures/field/', import.meta.url));
/** A directory without sources. */
const NO_SOURCES = fileURLToPath(new URL('../schema/', import.meta.url));

const cases = JSON.parse(readFileSync(`${FIELD}cases.json`, 'utf8')) as Case[];

describe.each(cases.map((each) => [each.name, each] as const))('%s', (_, { input, why, checks }) => {
  const bytes =
    typeof input === 'string' ? readFileSync(FIELD + input) : new TextEncoder().encode(JSON.stringify(input));
  const { pictures } = loadFiles([{ path: typeof input === 'string' ? input : 'input.json', bytes }], {
    root: NO_SOURCES,
    cwd: FIELD,
  });
  const net = pictures[0]!.network;
  it.each(checks.map((check) => [`${check.rule} ${check.subject ?? ''}`.trim(), check] as const))('%s', (_, check) => {
    const judged = judgedBy(check, net);
    const told = `${why ?? ''}\n${inWords(judged)}`;
    expect(check.want.split('|'), told).toContain(verdictOf(judged));
    if (check.level !== undefined)
      expect(
        judged?.fails.map(({ level }) => level),
        told,
      ).toEqual([check.level]);
    if (check.says !== undefined) expect(judged?.fails.map(({ message }) => message).join('\n')).toContain(check.says);
  });
});

function judgedBy({ rule: id, subject }: Check, net: Network): Judged | undefined {
  const rule = rules.find((each) => each.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  // A VPC where nothing runs is no subject of what asks for workloads.
  const judged = new Map([...judge(rule, net)].filter(([, { verdict }]) => verdict !== 'not-applicable'));
  if (subject !== undefined) return judged.get(subject);
  if (judged.size > 1) throw new Error(`say which subject of ${id}: ${[...judged.keys()].join(', ')}`);
  return [...judged.values()][0];
}

function verdictOf(judged: Judged | undefined): string {
  return judged === undefined || judged.verdict === 'not-applicable' ? 'none' : judged.verdict;
}
