/**
 * What is made of a sensitive value is sensitive: two documents that differ in nothing but a value marked sensitive, and are
 * judged alike, have the same report to the last character.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rule } from '../../src/engine/index.ts';
import { type RunOptions, run } from '../../src/run.ts';
import { printScene } from '../../src/scene/print.ts';
import type { SceneInput } from '../../src/scene/scene.ts';
import { type Case, casesOf, rules } from '../rules/judge.ts';
import { literalsIn, withSecret } from './secret-literals.ts';

type Json = Readonly<Record<string, unknown>>;

/** One attribute of one resource of an example; in code, one literal. */
export interface Spot {
  readonly of: Case;
  readonly input: SceneInput;
  readonly address: string;
  readonly attribute: string;
  readonly value: unknown;
  /** The document with another value there, marked sensitive. */
  with(value: unknown): string;
}

/** Inputs that can mark a value as sensitive. */
const MARKING: readonly SceneInput[] = ['plan', 'state', 'tfstate'];

/** What a verdict is about is told: which of an endpoint's clients it does not reach, where two things differ, to what a VPC has no endpoint. */
const VERDICTS: ReadonlySet<string> = new Set([
  'reachability/clients-not-covered',
  'reachability/nacl-blocks-return',
  'endpoint-service/listeners-differ',
  'coverage/missing-companion',
  'coverage/required-service',
]);

/** Every attribute that has a value, in every example of these rules and every input that can mark it. */
export function spots(of: readonly Rule[] = rules): Spot[] {
  const cases = of.filter(({ id }) => !VERDICTS.has(id)).flatMap(casesOf);
  return cases
    .flatMap((of) => [
      ...MARKING.filter((input) => of.inputs.includes(input)).flatMap((input) => attributesOf(of, input)),
      ...(of.inputs.includes('sources') ? argumentsOf(of) : []),
    ])
    .filter(({ value }) => variantsOf(value).length > 0);
}

function attributesOf(of: Case, input: SceneInput): Spot[] {
  return resourcesIn(documentOf(of, input)).flatMap(({ address, values }) =>
    Object.entries(values).map(([attribute, value]) => ({
      ...{ of, input, address, attribute, value },
      with: (other) => JSON.stringify(marking(documentOf(of, input), address, attribute, other)),
    })),
  );
}

function marking(document: Json, address: string, attribute: string, value: unknown): Json {
  for (const resource of resourcesIn(document)) {
    if (resource.address !== address) continue;
    resource.values[attribute] = value;
    resource.mark(attribute);
  }
  return document;
}

function argumentsOf(of: Case): Spot[] {
  const code = String(printScene(of.example.scene, 'sources', of.seed)[0]!.document);
  return literalsIn(code).map((literal) => ({
    ...{ of, input: 'sources', address: `main.tf at ${literal.start}`, attribute: literal.name, value: literal.value },
    with: (other) => withSecret(code, literal, other),
  }));
}

function documentOf({ example, seed }: Case, input: SceneInput): Json {
  return structuredClone(printScene(example.scene, input, seed)[0]!.document) as Json;
}

interface Resource {
  readonly address: string;
  readonly values: Record<string, unknown>;
  /** Marks an attribute as Terraform does. */
  mark(attribute: string): void;
}

function resourcesIn(document: Json): Resource[] {
  return [...changesOf(document), ...valuesOf(document), ...instancesOf(document)];
}

function changesOf(document: Json): Resource[] {
  return list(document.resource_changes).flatMap(({ address, change }) => {
    const { after, after_sensitive: marks } = change as {
      after: Record<string, unknown> | null;
      after_sensitive: Json;
    };
    if (after === null) return [];
    return { address: String(address), values: after, mark: (name) => Object.assign(marks, { [name]: true }) };
  });
}

function valuesOf(document: Json): Resource[] {
  const root = (document.values as { root_module?: { resources?: unknown } } | undefined)?.root_module;
  return list(root?.resources).map((resource) => ({
    address: String(resource.address),
    values: resource.values as Record<string, unknown>,
    mark: (name) => Object.assign(resource.sensitive_values as Json, { [name]: true }),
  }));
}

function instancesOf(document: Json): Resource[] {
  return list(document.resources).flatMap((resource) =>
    list(resource.instances).map((instance) => ({
      address: `${resource.mode === 'data' ? 'data.' : ''}${resource.type}.${resource.name}`,
      values: instance.attributes as Record<string, unknown>,
      mark: (name) => (instance.sensitive_attributes as unknown[]).push([{ type: 'get_attr', value: name }]),
    })),
  );
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value : [];
}

/** Values of the same form that may well be judged alike. */
function variantsOf(value: unknown): unknown[] {
  if (typeof value === 'number') return [value + 1, value - 1, value + 57];
  if (typeof value === 'string') return stringsLike(value);
  if (Array.isArray(value)) {
    const [first] = value;
    if (first === undefined) return [];
    const others = variantsOf(first);
    return [...others.map((other) => [other]), others.slice(0, 2), others.slice(0, 3)];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    variantsOf(member).map((other) => ({ ...value, [key]: other })),
  );
}

const SWAPS: readonly (readonly [RegExp, string])[] = [
  [/sqs/, 'sns'],
  [/kms/, 'sts'],
  [/us-east-1/, 'us-west-2'],
  [/us-east-1a/, 'us-east-1c'],
  [/^10\.0\./, '10.77.'],
  [/\/16$/, '/15'],
];

function stringsLike(text: string): string[] {
  const others = [
    ...SWAPS.map(([from, to]) => text.replace(from, to)),
    text.replace(/\d(?=\D*$)/, (digit) => `${(Number(digit) + 1) % 10}`),
    text.replace(/\d{3,}/, (digits) => digits.replaceAll(/\d/g, (digit) => `${(Number(digit) + 3) % 10}`)),
    text.replace(/[a-f0-9](?=[^a-f0-9]*$)/, 'b'),
    `${text}x`,
  ];
  // An account stays one, and so does an id.
  const form = [/^\d+$/, /^[a-z]+-[0-9a-f]+$/].find((each) => each.test(text));
  const kind = text.replace(/-.*/, '');
  const fits = (other: string) =>
    other !== text && (!form || (form.test(other) && (/^\d/.test(text) || other.startsWith(`${kind}-`))));
  return [...new Set(others)].filter(fits);
}

/** What a report tells of the value at a spot; undefined where it tells nothing. */
export async function toldAt(spot: Spot): Promise<string | undefined> {
  const text = spot.with('');
  const groups = new Map<string, string>();
  for (const other of variantsOf(spot.value)) {
    // What stands elsewhere as well, and is no secret there, is taken out of texts all the same.
    if (leavesOf(other).some((leaf) => text.includes(leaf))) continue;
    const { words, verdicts } = await reportWith(spot, other);
    const before = groups.get(verdicts);
    if (before === undefined) groups.set(verdicts, words);
    else if (before !== words)
      return `${spot.of.rule.id}, "${spot.of.name}", ${spot.input}: ${spot.address}.${spot.attribute}\n${difference(before, words)}`;
  }
  return undefined;
}

async function reportWith(spot: Spot, value: unknown) {
  const { rule } = spot.of;
  const { report, close } = await judged(spot.input, spot.with(value), {
    config: false,
    rules: [[rule.id, { level: rule.level }]],
    select: [rule.id],
    showPassed: true,
    showSuppressed: true,
    now: new Date(0),
  });
  const { findings, undecided, endpoints, checks, incomplete } = report;
  // A place moves where a value is longer, and a fingerprint is a hash.
  const words = JSON.stringify(
    [
      findings.map(({ message, why, fix, related, evidence, assumed, subject }) => {
        return [message, why, fix, related.map((each) => each.message), evidence, assumed, subject];
      }),
      undecided,
      endpoints,
      incomplete,
    ],
    null,
    1,
  );
  const verdicts = JSON.stringify([checks, findings.map(({ level, subject }) => [level, subject.address])]);
  close();
  return { words, verdicts };
}

async function judged(input: SceneInput, text: string, options: Omit<RunOptions, 'paths'>) {
  if (input !== 'sources') return run({ ...options, paths: ['-'], stdin: new TextEncoder().encode(text) });
  const cwd = mkdtempSync(join(tmpdir(), 'vpce-lint-secrecy-'));
  try {
    writeFileSync(join(cwd, 'main.tf'), text);
    return await run({ ...options, paths: ['main.tf'], cwd });
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** Texts in a value that may stand in a message. */
function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 3 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

function difference(one: string, two: string): string {
  const [a, b] = [one.split('\n'), two.split('\n')];
  const at = a.findIndex((line, i) => line !== b[i]);
  return `  ${a[at]?.trim()}\n  ${b[at]?.trim()}`;
}
