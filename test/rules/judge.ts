import * as z from 'zod/mini';
import { rules as allRules } from '../../rules/index.ts';
import { oncePer, remembered } from '../../src/base/memo.ts';
import { NO_CONFIG, settle } from '../../src/config/index.ts';
import { type CheckOptions, check } from '../../src/engine/check.ts';
import { type Example, type Preset, type Rule, subjectsOf } from '../../src/engine/index.ts';
import type { Fail, Level, Verdict } from '../../src/engine/verdict.ts';
import type { Network } from '../../src/model/index.ts';
import { carriedByTemplates, printScene, SCENE_INPUTS, type SceneObject, sceneObjects } from '../../src/scene/print.ts';
import type { SceneInput } from '../../src/scene/scene.ts';

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

export const casesOf: (rule: Rule) => readonly Case[] = oncePer((rule) =>
  (['bad', 'good'] as const).flatMap((kind) =>
    Object.entries(rule[kind]).map(([name, example]) => {
      const seed = `${rule.id} ${name}`;
      const objects = sceneObjects(example.scene, seed);
      return { rule, kind, name, example, seed, objects, inputs: inputsOf(example, seed) };
    }),
  ),
);

/** Every kind that carries the scene, unless the example lists them. */
function inputsOf(example: Example, seed: string): readonly SceneInput[] {
  const isTemplate = example.inputs === undefined && carriedByTemplates(example.scene, seed);
  return [...withSources(example), ...(isTemplate ? (['template'] as const) : [])];
}

/** Code carries what a first plan carries, but what a data source read. */
function withSources({ scene, inputs = SCENE_INPUTS }: Example): readonly SceneInput[] {
  if (!inputs.includes('plan') || inputs.includes('sources') || scene.before !== undefined) return inputs;
  return printScene(scene, 'sources', '').some(({ document }) => /^data "/m.test(String(document)))
    ? inputs
    : [...inputs, 'sources'];
}

/** What an example says of an input: code says what the plan of it does. */
export function inInput<T>(by: Partial<Readonly<Record<SceneInput, T>>> | undefined, input: SceneInput): T | undefined {
  return by?.[input] ?? (input === 'sources' ? by?.plan : undefined);
}

/** The object of the scene that the example is about. */
export function subjectOf({ rule, example, objects }: Case): SceneObject {
  const candidates = objects.filter((object) => isSubject(rule, object) && !object.gone);
  const named = example.subject === undefined ? undefined : candidates.find((it) => it.name === example.subject);
  if (named) return named;
  const names = candidates.map((it) => it.name).join(', ');
  if (example.subject !== undefined)
    throw new Error(`no ${rule.subject} \`${example.subject}\` in the scene: ${names}`);
  const first = candidates.filter(({ kind }) => kind === rule.subject);
  if (first.length !== 1) throw new Error(`say which ${rule.subject} is the \`subject\`: ${names || 'none'}`);
  return first[0]!;
}

/** Whether a rule judges an object of a scene. */
export function isSubject(rule: Rule, { kind }: SceneObject): boolean {
  return subjectsOf(rule).some((each) => each === kind);
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
  const all = new Map<string, Verdict[]>();
  for (const { subject, verdict } of check(net, [active], runWith(example))) {
    all.set(subject.key, [...(all.get(subject.key) ?? []), verdict]);
  }
  return new Map([...all].map(([key, verdicts]) => [key, sumUp(key, rule, verdicts)]));
}

/** One run for all that is judged with the same trust: what is found of a policy is then found once, as in a run of the command. */
function runWith({ trust, preset = 'recommended' }: Pick<Example, 'trust' | 'preset'>): CheckOptions {
  return remembered(runs, JSON.stringify([preset, trust]), () => ({
    preset,
    ...controlsOf(preset),
    trust,
    now: new Date('2026-06-01T00:00:00Z'),
    includeManaged: false,
  }));
}

function controlsOf(preset: Preset): Pick<CheckOptions, 'controls'> {
  const { controls } = settle(allRules, NO_CONFIG, { preset });
  return controls ? { controls } : {};
}

const runs = new Map<string, CheckOptions>();

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
  if (input === 'template') return object.logicalId;
  return input === 'describe' ? object.id : object.address;
}

/** One line about what was said, for a message. */
export function inWords(judged: Judged | undefined): string {
  if (!judged) return 'nothing: it was not judged';
  if (judged.verdict === 'fail') return judged.fails.map(({ level, message }) => `${level}: ${message}`).join(' | ');
  return judged.verdict === 'undecided' ? `undecided: ${judged.missing.join('; ')}` : judged.verdict;
}

/** `npm run test:rule -- family/name` names some: of the others no test is even collected. */
const only = process.env.VPCE_LINT_RULES?.split(' ');

/** The rules that are tested. */
export const rules: readonly Rule[] = only ? allRules.filter(({ id }) => only.includes(id)) : allRules;

export const recommended: readonly Rule[] = allRules.filter((rule) => rule.preset === 'recommended');
export { allRules };
