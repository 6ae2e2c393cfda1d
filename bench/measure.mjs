import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const USAGE = here('usage.cjs');

/** Programs that are measured, as arguments of node. */
export const programs = {
  nothing: () => [here('nothing.mjs')],
  parse: (file) => [here('parse.mjs'), file],
  lint: (...args) => [here('../bin/vpce-lint.js'), ...args],
};

/** The single program, if it is built. It is Node.js itself, and its arguments are those of the command line. */
export function singleProgram(...args) {
  const { platform, arch } = process;
  const file = here(`../program/vpce-lint-${platform}-${arch}${platform === 'win32' ? '.exe' : ''}`);
  return existsSync(file) ? { file, args } : undefined;
}

/**
 * Runs each program `runs` times, in turn, so that a busy moment of the machine falls on all of them. Answers, for
 * each, the least and the median wall time, the least CPU time and the peak memory.
 */
export async function measure(commands, runs) {
  const names = Object.keys(commands);
  const taken = new Map(names.map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const name of names) taken.get(name).push(await once(commands[name]));
  }
  return Object.fromEntries(names.map((name) => [name, summed(taken.get(name))]));
}

/** The environment of what is measured. */
export function plainEnvironment() {
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...env } = process.env;
  return env;
}

async function once(command) {
  const { file, args } = Array.isArray(command) ? { file: process.execPath, args: command } : command;
  const started = performance.now();
  const child = spawn(file, args, {
    env: { ...plainEnvironment(), NODE_OPTIONS: `--require=${JSON.stringify(USAGE)}` },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [stdout, stderr, usage, code] = await Promise.all([
    ...[1, 2, 3].map((descriptor) => textOf(child.stdio[descriptor])),
    new Promise((resolve, reject) => child.on('error', reject).on('close', resolve)),
  ]);
  const wallMs = performance.now() - started;
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} answered ${code}: ${stderr || stdout}`.slice(0, 2000));
  const lines = stdout.trimEnd().split('\n');
  // A long summary is wrapped; `tail` has all of it.
  return { wallMs, ...JSON.parse(usage), lastLine: lines.at(-1), tail: lines.slice(-4).join('\n') };
}

async function textOf(stream) {
  stream.setEncoding('utf8');
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

function summed(runs) {
  const sorted = runs.map((run) => run.wallMs).sort((a, b) => a - b);
  return {
    minMs: sorted[0],
    medianMs: sorted[sorted.length >> 1],
    cpuMs: Math.min(...runs.map((run) => run.cpuMs)),
    peakMb: Math.max(...runs.map((run) => run.peakMb)),
    lastLine: runs[0].lastLine,
    tail: runs[0].tail,
  };
}
