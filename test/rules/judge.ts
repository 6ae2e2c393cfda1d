import * as z from 'zod/mini';
import { rules } from '../../rules/index.ts';
import { check } from '../../src/engine/check.ts';
import type { Example, Rule, SceneInput } from '../../src/engine/rule.ts';
import type { Fail, Level, Verdict } from '../../src/engine/verdict.ts';
import type { Network } from '../../src/model/index.ts';
import { printHcl, SCENE_INPUTS, type SceneObject, sceneObjects } from '../../src/scene/print.ts';

/** An example of a rule, as an author finds it again. */
export interface Case {
  readonly rule: Rule;
  readonly kind: 'bad' | 'good';
  readonly name: string;
  readonly example: Example;
  /** Sets apart the ids of the scene. */
  readonly seed: string;
  readonly objects: readonly SceneObject[];
  readonly inputs: readonly SceneInput[];
}

export function casesOf(rule: Rule): Case[] {
  return (['bad', 'good'] as const).flatMap((kind) =>
    Object.entries(rule[kind]).map(([name, example]) => {
      const seed = `${rule.id} ${name}`;
      const objects = sceneObjects(example.scene, seed);
      return { rule, kind, name, example, seed, objects, inputs: example.inputs ?? SCENE_INPUTS };
    }),
  );
}

/** The object of the scene that the example is about. */
export function subjectOf({ rule, example, objects }: Case): SceneObject {
  const candidates = objects.filter((object) => object.kind === rule.subject && !object.gone);
  const named = example.subject === undefined ? undefined : candidates.find((it) => it.name === example.subject);
  if (named) return named;
  const names = candidates.map((it) => it.name).join(', ');
  if (example.subject !== undefined)
    throw new Error(`no ${rule.subject} \`${example.subject}\` in the scene: ${names}`);
  if (candidates.length !== 1) throw new Error(`say which ${rule.subject} is the \`subject\`: ${names || 'none'}`);
  return candidates[0]!;
}

/** What a rule says of one subject. */
export interface Judged {
  /** Key of the subject in the network. */
  readonly key: string;
  readonly verdict: 'fail' | 'undecided' | 'pass' | 'not-applicable';
  readonly fails: readonly { readonly message: string; readonly level: Level; readonly fail: Fail }[];
  readonly missing: readonly string[];
}

/** All that a rule says of a network, by the key of the subject. */
export function judge(
  rule: Rule,
  net: Network,
  example: Pick<Example, 'options' | 'trust' | 'preset'> = {},
): Map<string, Judged> {
  const options = rule.options ? (z.parse(rule.options, example.options ?? {}) as Record<string, unknown>) : {};
  const active = { rule: rule as Rule<never, never>, options, level: null };
  const { preset = 'recommended' } = example;
  const run = { preset, trust: example.trust, now: new Date('2026-06-01T00:00:00Z') };
  const all = new Map<string, Verdict[]>();
  for (const { subject, verdict } of check(net, [active], { ...run, includeManaged: false })) {
    all.set(subject.key, [...(all.get(subject.key) ?? []), verdict]);
  }
  return new Map([...all].map(([key, verdicts]) => [key, sumUp(key, rule, verdicts)]));
}

/** Worst first: one fail among several verdicts is a fail. */
const ORDER = ['fail', 'undecided', 'pass', 'not-applicable'] as const;

function sumUp(key: string, rule: Rule, verdicts: readonly Verdict[]): Judged {
  const fails = verdicts.filter((verdict) => verdict.verdict === 'fail');
  return {
    key,
    verdict: ORDER.find((verdict) => verdicts.some((it) => it.verdict === verdict)) ?? 'not-applicable',
    fails: fails.map((fail) => ({ message: fail.message, level: fail.level ?? rule.level, fail })),
    missing: verdicts.flatMap((it) => (it.verdict === 'undecided' ? it.missing : [])),
  };
}

/** Key under which an object of a scene is in the network of an input. */
export function keyIn(input: SceneInput, object: SceneObject): string {
  return input === 'describe' ? object.id : object.address;
}

const code = new WeakMap<Case, string>();

/** Which example, which input, and the example as Terraform code: begins every message of a test. */
export function told(each: Case, input: SceneInput): string {
  let text = code.get(each);
  if (text === undefined) {
    text = printHcl(each.example.scene, each.seed);
    code.set(each, text);
  }
  return `${each.rule.id}, ${each.kind} example "${each.name}", as ${input}\n\n${text}`;
}

/** One line about what was said, for a message. */
export function inWords(judged: Judged | undefined): string {
  if (!judged) return 'nothing: it was not judged';
  if (judged.verdict === 'fail') return judged.fails.map(({ level, message }) => `${level}: ${message}`).join(' | ');
  return judged.verdict === 'undecided' ? `undecided: ${judged.missing.join('; ')}` : judged.verdict;
}

export const recommended: readonly Rule[] = rules.filter((rule) => rule.preset === 'recommended');
export { rules };
