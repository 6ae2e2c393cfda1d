import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadFiles } from '../../../src/loaders/index.ts';
import type { Network } from '../../../src/model/index.ts';
import { type Judged, judge, rules } from '../../rules/judge.ts';

export const FIXTURES = fileURLToPath(new URL('../../../fixtures/terraform/', import.meta.url));

export type Json = Record<string, unknown>;

/** One kind of document of a fixture. */
export const DOCUMENTS = {
  plan: 'plan.json',
  'plan-nosource': 'plan.json',
  state: 'state.json',
  tfstate: 'terraform.tfstate',
  'plan-after-apply': 'plan-after-apply.json',
} as const;

export type DocumentName = keyof typeof DOCUMENTS;

/** What is right to say of a subject: by truth, and where a kind of document cannot show it. */
export type Expected = { readonly rule: string; readonly subject: string; readonly truth: string } & {
  readonly [name in DocumentName]?: string | null;
};

/** Folders that say what is right. */
export const themes = readdirSync(FIXTURES).filter((name) => readOptional(`${name}/verdicts.json`) !== undefined);

export function expectedOf(theme: string): readonly Expected[] {
  return JSON.parse(readOptional(`${theme}/verdicts.json`)!) as Expected[];
}

export function readOptional(path: string): string | undefined {
  try {
    return readFileSync(`${FIXTURES}${path}`, 'utf8');
  } catch {
    return undefined;
  }
}

export function readJson(path: string): Json {
  return JSON.parse(readFileSync(`${FIXTURES}${path}`, 'utf8')) as Json;
}

/** A directory without sources. */
const NO_SOURCES = fileURLToPath(new URL('../../../schema/', import.meta.url));

/** Loads a document held in memory; `sources` names a folder of the fixtures. */
export function loadJson(document: unknown, sources?: string, path = 'plan.json') {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  const root = sources === undefined ? NO_SOURCES : `${FIXTURES}${sources}`;
  return loadFiles([{ path, bytes }], { root, cwd: FIXTURES });
}

export function networkOf(document: unknown, sources?: string, path?: string): Network {
  const { pictures, incomplete } = loadJson(document, sources, path);
  const picture = pictures[0];
  if (!picture) throw new Error(incomplete.map((i) => i.message).join('; '));
  return picture.network;
}

/** Verdicts of every rule: rule and subject, then what it said. */
export function verdictsOf(net: Network): Map<string, Judged> {
  const out = new Map<string, Judged>();
  for (const rule of rules) for (const [key, judged] of judge(rule, net)) out.set(`${rule.id} ${key}`, judged);
  return out;
}
