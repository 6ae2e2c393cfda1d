import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { app } from '../../src/cli/app.ts';
import type { Io, Sink } from '../../src/cli/io.ts';
import type { Report } from '../../src/findings/index.ts';
import { printScene } from '../../src/scene/print.ts';
import type { Scene } from '../../src/scene/scene.ts';

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface World {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly terminal?: boolean;
}

/** Runs a command line in this process: fast, and as `main.ts` does it but for the process itself. */
export async function cli(argv: readonly string[], world: World = {}): Promise<Ran> {
  const texts = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr'): Sink => ({
    write: (text) => {
      texts[name] += text;
    },
    isTerminal: world.terminal ?? false,
    columns: world.terminal ? 80 : undefined,
  });
  const io: Io = {
    cwd: world.cwd ?? '/',
    env: world.env ?? {},
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    stdin: async () => Buffer.from(world.stdin === undefined ? '' : world.stdin),
  };
  const status = await app(argv, io);
  return { status, ...texts };
}

/** The JSON report of a command line. */
export async function report(argv: readonly string[], world: World = {}): Promise<Report> {
  const { stdout, stderr } = await cli([...argv, '-f', 'json'], world);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

const isText = (content: unknown): content is string | Uint8Array =>
  typeof content === 'string' || content instanceof Uint8Array;

/** A directory that lives as long as the test, with these files in it: text, bytes, or JSON of what is neither. */
export function directory(files: Readonly<Record<string, unknown>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'vpce-lint-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), isText(content) ? content : JSON.stringify(content));
  }
  return path;
}

/** A scene as the plan a tool would have written. */
export function planOf(scene: Scene): unknown {
  return printScene(scene, 'plan', 'test')[0]!.document;
}

export function stateOf(scene: Scene): unknown {
  return printScene(scene, 'state', 'test')[0]!.document;
}

/** `sqs` in one of three zones: availability/single-az fires. `kms` is as it should be. */
export const FAULTY: Scene = { endpoints: { sqs: { subnets: ['a'] }, kms: {} } };
export const HEALTHY: Scene = { endpoints: { sqs: {}, kms: {} } };
