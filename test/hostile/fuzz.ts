/** Runs damaged documents and holds each run to what must be true whatever the input is. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rules as allRules } from '../../rules/index.ts';
import { NO_CONFIG, readConfig } from '../../src/config/index.ts';
import { judgePolicyInput } from '../../src/judge-policy.ts';
import { readPolicy } from '../../src/loaders/policy.ts';
import { InputError } from '../../src/model/index.ts';
import { type Outcome, run } from '../../src/run.ts';
import { printScene } from '../../src/scene/print.ts';
import type { SceneInput } from '../../src/scene/scene.ts';
import { recordedOf } from '../loaders/aws-config/recorded.ts';
import { casesOf, rules } from '../rules/judge.ts';
import { everything } from '../scene/everything.ts';
import { type Damage, damageBytes, damageStructure, pick, type Random, randomOf } from './damage.ts';

/** Something that reads documents. A new kind of input is a new entry of `LOADERS`. */
export interface FuzzedLoader {
  readonly name: string;
  /** Documents to damage. */
  seeds(): readonly unknown[];
  /** As a file holds it. Default: JSON. */
  print?(document: unknown): string;
  /** @throws anything but what the user did wrong, which is an outcome */
  judge(bytes: Uint8Array): Promise<Judged>;
  /** Whether a damage may take endpoints away unsaid: where it renamed what makes them endpoints. */
  mayLose(damage: Damage): boolean;
}

export interface Judged {
  readonly endpoints: number;
  readonly complete: boolean;
  /** All that was said. */
  readonly report: string;
}

const JUDGED = { config: false, preset: 'pedantic', showPassed: true } as const;

const SCENES = [{ scene: everything, seed: 'everything' }, ...rules.flatMap(scenesOf)];

function scenesOf(rule: (typeof rules)[number]) {
  return casesOf(rule)
    .slice(0, 2)
    .map(({ example: { scene }, seed }) => ({ scene, seed }));
}

function printed(input: SceneInput): unknown[] {
  return SCENES.flatMap(({ scene, seed }) => {
    try {
      // Of a template and the manifest of its assembly, the template.
      const all = printScene(scene, input, seed).map(({ document }) => document);
      const files = input === 'template' ? all.slice(-1) : all;
      return files.length === 1 ? files : [Object.assign({}, ...files)];
    } catch {
      // Not every kind of input can carry every scene.
      return [];
    }
  });
}

/** Keys that say what an object is, or whether it is one of this document's. */
const IDENTITY: ReadonlySet<string | number> = new Set([
  'type',
  'mode',
  'address',
  'actions',
  'VpcEndpointId',
  'resource_changes',
  'prior_state',
  'resources',
  'instances',
  'VpcEndpoints',
]);

function terraform(input: SceneInput): FuzzedLoader {
  return {
    name: input,
    seeds: () => printed(input),
    judge: judgeDocument,
    mayLose: ({ name, path }) =>
      name === 'taken away' ||
      name === 'another key' ||
      path.some((step) => IDENTITY.has(step) && step === path.at(-1)),
  };
}

/** Policies on their own: there is one document and nothing to lose. */
const policies: FuzzedLoader = {
  name: 'policy',
  seeds: () => {
    const folder = fileURLToPath(new URL('../../fixtures/policies/', import.meta.url));
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    return files.map((name) => JSON.parse(readFileSync(folder + name, 'utf8')));
  },
  judge: async (bytes) => {
    const read = () => readPolicy('policy.json', bytes, { service: 's3', type: undefined });
    const report = orRefused(() => JSON.stringify(judgePolicyInput(read(), NO_CONFIG, undefined, new Date(0))));
    return { endpoints: 0, complete: true, report };
  },
  mayLose: () => true,
};

/** What the user is told instead of a report, where the document is refused. */
function orRefused(judge: () => string): string {
  try {
    return judge();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** Configs, as JSON, which is YAML: what is wrong in them is an error in words. */
const configs: FuzzedLoader = {
  name: 'config',
  seeds: () => [
    {
      preset: 'strict',
      failOn: 'note',
      rules: { 'availability/single-az': { level: 'error', minZones: 3 }, 'coverage/*': 'off' },
      trust: { organizations: ['o-abc123def4'], accounts: ['111122223333'], buckets: ['example'] },
      overrides: [
        { match: { address: 'module.dev.*' }, rules: { 'availability/single-az': 'off' }, reason: 'development' },
      ],
      suppressions: [
        { rule: 'dns/private-dns-disabled', match: { service: 'kms' }, reason: 'shared', until: '2027-03-31' },
      ],
    },
  ],
  judge: async (bytes) => {
    const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-fuzz-'));
    try {
      const file = join(folder, 'vpce-lint.yaml');
      writeFileSync(file, bytes);
      const report = JSON.stringify(await readConfig(file, allRules, folder));
      return { endpoints: 0, complete: true, report: report.replaceAll(folder, '') };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { endpoints: 0, complete: true, report: error.message };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  mayLose: () => true,
};

/** A text in a file of its own, damaged byte by byte where the scene prints it as text. */
function inFile(input: SceneInput, file: string): FuzzedLoader {
  return {
    name: input,
    seeds: () => printed(input),
    print: (document) => (typeof document === 'string' ? document : JSON.stringify(document)),
    judge: async (bytes) => {
      const cwd = mkdtempSync(join(tmpdir(), 'vpce-lint-fuzz-'));
      try {
        writeFileSync(join(cwd, file), bytes);
        return told(await run({ paths: [file], cwd, ...JUDGED }));
      } finally {
        rmSync(cwd, { recursive: true });
      }
    },
    mayLose: () => true,
  };
}

/** Half of the results as texts, as queries answer them, half as objects, which are damaged inside. */
const awsConfig: FuzzedLoader = {
  name: 'aws-config',
  seeds: () =>
    SCENES.map(({ scene, seed }) => {
      const items = recordedOf(printScene(scene, 'describe', seed), '111122223333', 'us-east-1');
      return { QueryInfo: {}, Results: items.map((item, i) => (i % 2 === 0 ? item : JSON.stringify(item))) };
    }),
  judge: judgeDocument,
  mayLose: () => true,
};

/** What exists beside a plan that is whole. */
const context: FuzzedLoader = {
  ...terraform('describe'),
  name: 'context',
  judge: async (bytes) => {
    const cwd = mkdtempSync(join(tmpdir(), 'vpce-lint-fuzz-'));
    try {
      writeFileSync(join(cwd, 'export.json'), bytes);
      const stdin = new TextEncoder().encode(JSON.stringify(printScene(everything, 'plan', 'everything')[0]!.document));
      return told(await run({ paths: ['-'], stdin, cwd, context: ['export.json'], ...JUDGED }));
    } finally {
      rmSync(cwd, { recursive: true });
    }
  },
};

export const LOADERS: readonly FuzzedLoader[] = [
  terraform('plan'),
  terraform('state'),
  terraform('tfstate'),
  terraform('describe'),
  awsConfig,
  context,
  inFile('sources', 'main.tf'),
  inFile('template', 'template.json'),
  policies,
  configs,
];

async function judgeDocument(bytes: Uint8Array): Promise<Judged> {
  const outcome = await run({ paths: ['-'], stdin: bytes, ...JUDGED });
  return told(outcome);
}

function told({ report, close }: Outcome): Judged {
  const text = JSON.stringify(report);
  close();
  return { endpoints: report.endpoints.length, complete: report.complete, report: text };
}

/** A run that broke a promise, with what it takes to see it again. */
export interface Broken {
  readonly loader: string;
  readonly seed: number;
  readonly what: string;
  readonly document: string;
}

/** The longest a document under 1 MB may take, in milliseconds of processor time: what else runs does not count. */
const LONGEST = 2000;

/** Damages one document of a loader by a seed and judges it; undefined where all is well. */
export async function fuzz(
  loader: FuzzedLoader,
  documents: readonly unknown[],
  seed: number,
): Promise<Broken | undefined> {
  const random = randomOf(seed);
  const original = pick(random, documents);
  const { bytes, damages } = damaged(loader, original, random);
  const broken = (what: string): Broken => {
    return { loader: loader.name, seed, what, document: Buffer.from(bytes).toString('utf8') };
  };
  if (bytes.length > 1_000_000) return undefined;
  const started = process.cpuUsage();
  let first: Judged;
  try {
    first = await loader.judge(bytes);
  } catch (error) {
    return broken(
      error instanceof Error ? `${error.stack}\n${(error.cause as Error | undefined)?.stack ?? ''}` : String(error),
    );
  }
  const took = since(started);
  // The first of all documents pays for the compiler.
  if (took > LONGEST && (await timed(loader, bytes)) > LONGEST) return broken(`took ${Math.round(took)} ms`);
  if (random() < 0.05 && (await loader.judge(bytes)).report !== first.report)
    return broken('another report of the same bytes');
  if (damages && first.complete && damages.every((damage) => !loader.mayLose(damage))) {
    const whole = await loader.judge(new TextEncoder().encode(text(loader, original)));
    if (first.endpoints < whole.endpoints) {
      const how = damages.map(({ name, path }) => `${name} at ${path.join('/')}`).join(', ');
      return broken(
        `${whole.endpoints - first.endpoints} of ${whole.endpoints} endpoints lost and nothing said: ${how}`,
      );
    }
  }
  return undefined;
}

async function timed(loader: FuzzedLoader, bytes: Uint8Array): Promise<number> {
  const started = process.cpuUsage();
  await loader.judge(bytes);
  return since(started);
}

function since(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

function text(loader: FuzzedLoader, document: unknown): string {
  return loader.print?.(document) ?? JSON.stringify(document);
}

function damaged(loader: FuzzedLoader, original: unknown, random: Random) {
  const encode = (document: unknown) => new TextEncoder().encode(text(loader, document));
  if (typeof original === 'string' || random() < 0.15)
    return { bytes: damageBytes(random, encode(original)), damages: undefined };
  const copy = structuredClone(original);
  const damages = damageStructure(random, copy);
  return { bytes: encode(copy), damages };
}
