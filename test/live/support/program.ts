import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Report } from '../../../src/findings/report.ts';

/** What no output may ever show. */
export const SECRETS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'session-token-that-nobody-may-see',
};

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function scratch(): string {
  return mkdtempSync(join(tmpdir(), 'vpce-lint-live-'));
}

/** An environment that knows no account but ours. */
export function environmentOf(extra: Record<string, string | undefined> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  const all = {
    PATH,
    HOME,
    NO_COLOR: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
    AWS_REGION: 'us-east-1',
    ...SECRETS,
    ...extra,
  };
  return Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** Runs the command line to its end. */
export async function vpceLint(
  args: readonly string[],
  {
    env = {},
    cwd = tmpdir(),
    started,
  }: { env?: Record<string, string | undefined>; cwd?: string; started?: (child: ChildProcess) => void } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [inject('program'), ...args], { cwd, env: environmentOf(env) });
  started?.(child);
  const [stdout, stderr, [status, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      child.on('close', (code, by) => resolve([code, by])),
    ),
  ]);
  return { status, signal, stdout, stderr };
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += chunk;
  return all;
}

export function reportOf({ stdout, stderr }: Ended): Report {
  try {
    return JSON.parse(stdout) as Report;
  } catch {
    throw new Error(`no report: ${stdout}${stderr}`);
  }
}

/** What is told, whichever input it is of: a snapshot has a file a call. */
export function ofAnyInput<T extends { readonly input: number | null }>(list: readonly T[]): Omit<T, 'input'>[] {
  return list.map(({ input: _, ...told }) => told);
}

/** What has to be the same however an account was read. */
export function essence(report: Report) {
  return report.findings.map(({ rule, level, subject, message, evidence, fingerprint }) => ({
    rule,
    level,
    subject,
    message,
    evidence,
    fingerprint,
  }));
}
