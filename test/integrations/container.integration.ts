/** The container file without a container: its steps in order, its folders below one of ours. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { directory, FAULTY, planOf } from '../cli/harness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** Instructions, comments left out and long lines put together. */
function instructionsIn(text: string): Instruction[] {
  return text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line)!;
      return { name: name!, text: rest! };
    });
}

const instructions = instructionsIn(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
const stages = instructions
  .map(({ name }, i) => (name === 'FROM' ? i : -1))
  .filter((i) => i >= 0)
  .map((start, i, starts) => instructions.slice(start, starts[i + 1]));

it('the image runs without root, on a slim image of Node.js, and installs nothing in its last stage', () => {
  const last = stages.at(-1)!;
  for (const stage of stages) expect(stage[0]!.text).toMatch(/^node:\d+-slim( AS build)?$/);
  expect(last.map(({ name }) => name)).toEqual(['FROM', 'COPY', 'ENV', 'USER', 'WORKDIR', 'ENTRYPOINT', 'CMD']);
  expect(last.find(({ name }) => name === 'USER')!.text).toBe('node');
});

it('its steps build an installation that runs, also where nothing can be written', () => {
  const home = directory();
  /** A path of the image as one of this machine. */
  const here = (text: string) => text.replaceAll(/(^|[\s=:"])(\/(?:build|opt)\b)/g, `$1${home}$2`);
  let folder = home;
  for (const { name, text } of stages[0]!) {
    if (name === 'WORKDIR') {
      folder = here(text);
      mkdirSync(folder, { recursive: true });
    } else if (name === 'COPY') {
      expect(text).toBe('. .');
      copyCheckout(folder);
    } else if (name === 'RUN') {
      const { status, stderr, stdout } = spawnSync('sh', ['-c', here(text)], { cwd: folder, encoding: 'utf8' });
      expect(status, `${text}\n${stdout}${stderr}`).toBe(0);
    }
  }
  const image = directory({ 'work/plan.json': planOf(FAULTY) });
  for (const { name, text } of stages[1]!) {
    if (name !== 'COPY') continue;
    const [, from, to] = /^--from=build (\S+) (\S+)$/.exec(text)!;
    cpSync(join(home, from!), join(image, to!), { recursive: true, verbatimSymlinks: true });
  }
  const program = join(image, 'opt/vpce-lint/bin/vpce-lint');
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' });
  expect(version).toMatchObject({
    status: 0,
    stdout: `${JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version}\n`,
  });
  const found = spawnSync(program, ['.', '--format', 'concise'], { cwd: join(image, 'work'), encoding: 'utf8' });
  expect(found).toMatchObject({ status: 1, stdout: expect.stringContaining('availability/single-az') });
  const compiled = spawnSync('find', [join(image, 'opt'), '-name', '*.cache'], { encoding: 'utf8' });
  expect(compiled.stdout.trim().split('\n')).toHaveLength(1);
});

/** What .dockerignore lets in: files by name, folders whole. */
function copyCheckout(folder: string): void {
  const [first, ...rest] = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(first).toBe('*');
  for (const line of rest) {
    const name = line.replace(/^!/, '');
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
}
