/**
 * Mutation testing: `npm run mutate -- FILE... TEST...` changes files in small ways, one at a time, and counts how many of
 * the changes the tests notice. What none of them notices is printed.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { root } from '../lib/root.mjs';
import { mutantsOf } from './mutants.mjs';

/** A mutant that makes the tests run on is noticed. */
const MOST_SECONDS = 60;

const paths = process.argv.slice(2).map((path) => resolve(path));
const tests = paths.filter((path) => path.endsWith('.test.ts'));
const files = paths.filter((path) => !tests.includes(path));
if (files.length === 0 || tests.length === 0) {
  console.error('usage: npm run mutate -- FILE... TEST...');
  process.exit(2);
}
const mutants = [];
const firsts = new Map();
for (const file of files) {
  firsts.set(file, mutants.length);
  const found = mutantsOf(file, readFileSync(file, 'utf8'), mutants.length).mutants;
  for (const mutant of found) mutants.push({ ...mutant, file });
}
const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
const verdicts = new Map();
const spoiled = new Map();
for (let round = 0; verdicts.size < mutants.length; round += 1) await session(join(folder, `${round}.jsonl`));
rmSync(folder, { recursive: true });

for (const file of files) {
  const name = relative(root, file);
  let [all, killed] = [0, 0];
  for (const [i, { line, was, is, file: of }] of mutants.entries()) {
    if (of !== file) continue;
    all += 1;
    const verdict = verdicts.get(i + 1);
    if (verdict === 'killed' || verdict === 'timeout') killed += 1;
    else console.log(`${name}:${line}: ${verdict}: ${was} -> ${is}`);
  }
  if (all > 0) console.log(`${name}: ${all} mutants, ${killed} killed (${((100 * killed) / all).toFixed(1)} %)`);
}

/** Runs the mutants that are left in one process, as far as it gets. */
async function session(out) {
  const left = mutants.map((_, i) => i + 1).filter((mutant) => !verdicts.has(mutant));
  const job = JSON.stringify({ tests, mutants: left, out });
  const child = spawn('npx', ['vitest', 'run', '--config', 'scripts/mutate/vitest.config.ts'], {
    cwd: root,
    detached: true,
    env: { ...process.env, MUTATED: JSON.stringify([...firsts]), MUTATION_JOB: job },
    stdio: ['ignore', 'ignore', process.env.MUTATE_VERBOSE ? 'inherit' : 'ignore'],
  });
  let running;
  const ended = new Promise((done) => child.on('exit', done));
  let since = Date.now();
  const watch = setInterval(() => {
    const last = lines(out).at(-1)?.mutant;
    if (last !== running) [running, since] = [last, Date.now()];
    if (running !== undefined && Date.now() - since > MOST_SECONDS * 1000) process.kill(-child.pid, 'SIGKILL');
  }, 2000);
  await ended;
  clearInterval(watch);
  const said = lines(out);
  for (const { mutant, is } of said) if (is !== 'running' && is !== 'spoiled') verdicts.set(mutant, is);
  const last = said.at(-1);
  if (last === undefined) throw new Error('the tests did not start: MUTATE_VERBOSE=1 shows why');
  if (last.is === 'running') verdicts.set(last.mutant, 'timeout');
  if (last.is !== 'spoiled') return;
  // In a fresh process the first mutant has nothing to spoil: a test that fails after it all the same has noticed it.
  const again = (spoiled.get(last.mutant) ?? 0) + 1;
  spoiled.set(last.mutant, again);
  if (again > 1) verdicts.set(last.mutant, 'killed');
}

function lines(out) {
  if (!existsSync(out)) return [];
  const text = readFileSync(out, 'utf8').split('\n');
  return text.slice(0, -1).map((line) => JSON.parse(line));
}
