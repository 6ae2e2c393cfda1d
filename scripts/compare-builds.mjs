#!/usr/bin/env node
/**
 * npm run compare -- OLD NEW PATH...                  what two builds print differently, byte by byte
 * npm run compare -- --ignore-texts OLD NEW PATH...   verdicts, levels, places and fingerprints only
 *
 * OLD and NEW are built checkouts (`npm run build`; do not build while this runs). Both check every input at the paths with
 * all rules. The output lists every difference by input and format: reports, exit status, standard output and standard
 * error. A change that only moves code must show no difference. A change of wording must show none with `--ignore-texts`.
 * The status is 1 if something differs.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { inputsAt } from './lib/inputs.mjs';
import { verdictsOf } from './lib/verdicts.mjs';

const FORMATS = ['pretty', 'json', 'sarif', 'github', 'markdown'];
/** Lines of a difference that are shown. */
const HEAD = 14;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'ignore-texts': { type: 'boolean', default: false } },
});
const [oldRoot, newRoot, ...paths] = positionals;
if (paths.length === 0) {
  console.error('usage: npm run compare -- [--ignore-texts] OLD NEW PATH...');
  process.exit(2);
}
const builds = [oldRoot, newRoot].map((root) => realpathSync(root));
for (const root of builds) {
  if (existsSync(join(root, 'bin/vpce-lint.js')) && existsSync(join(root, 'dist/cli.cjs'))) continue;
  console.error(`${root} is not a built checkout. Run \`npm ci && npm run build\` there.`);
  process.exit(2);
}

const inputs = paths.flatMap(inputsAt);
const work = mkdtempSync(join(tmpdir(), 'vpce-lint-compare-'));
const texts = new Map();
const differing = new Set();
let compared = 0;
try {
  for (const [i, input] of inputs.entries()) {
    const name = relative(process.cwd(), input.path);
    const [before, after] = await Promise.all(builds.map((root, b) => outputs(root, join(work, `${i}-${b}`), input)));
    for (const format of new Set([...before.keys(), ...after.keys()])) {
      compared++;
      if (before.get(format) === after.get(format)) continue;
      differing.add(name);
      texts.set(format, (texts.get(format) ?? 0) + 1);
      console.log(`\n${name}: ${format}`);
      console.log(difference(inLines(before.get(format) ?? ''), inLines(after.get(format) ?? '')));
    }
    for (const b of [0, 1]) rmSync(join(work, `${i}-${b}`), { recursive: true, force: true });
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
const by = [...texts].map(([format, count]) => `${format} ${count}`).join(', ');
const what = values['ignore-texts'] ? 'verdicts only' : 'every byte';
console.log(
  `\n${inputs.length} inputs, ${compared} outputs compared (${what}): ${
    differing.size === 0 ? 'no difference' : `${differing.size} inputs differ (${by})`
  }`,
);
process.exitCode = inputs.length === 0 ? 2 : differing.size === 0 ? 0 : 1;

/**
 * What one build says of an input.
 *
 * @param {string} root the checkout
 * @param {string} directory a new one, for the reports
 * @returns {Promise<Map<string, string>>} texts by format; `exit`, `stdout` and `stderr` are formats too
 */
async function outputs(root, directory, { path, kind }) {
  mkdirSync(directory, { recursive: true });
  const said = new Map();
  const take = (suffix, result) => {
    for (const [stream, text] of Object.entries(result)) said.set(`${stream}${suffix}`, text);
  };
  if (kind === 'policy') {
    for (const format of FORMATS.slice(0, 2)) take(` (${format})`, await run(root, ['policy', path, '-f', format]));
  } else {
    const files = FORMATS.map((format) => [format, join(directory, `report.${format}`)]);
    const input = kind === 'packed' ? unpacked(path) : path;
    take('', await run(root, ['lint', input, ...files.flatMap(([format, file]) => ['-f', `${format}=${file}`])]));
    for (const [format, file] of files) {
      if (existsSync(file)) said.set(format, readFileSync(file, 'utf8'));
    }
  }
  const plain = [...said].map(([format, text]) => [format, withoutPlaces(text, root, directory)]);
  return new Map(values['ignore-texts'] ? plain.flatMap(onlyVerdicts) : plain);
}

/** @returns {Promise<{ exit: string, stdout: string, stderr: string }>} */
function run(root, args) {
  const always = ['--preset', 'pedantic', '--no-config', '--color', 'never'];
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [join(root, 'bin/vpce-lint.js'), ...args, ...always], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', COLUMNS: '80' },
    });
    const streams = { stdout: '', stderr: '' };
    for (const stream of Object.keys(streams)) {
      child[stream].setEncoding('utf8').on('data', (text) => {
        streams[stream] += text;
      });
    }
    child.on('error', failed);
    child.on('close', (code, signal) => done({ exit: `${signal ?? code}\n`, ...streams }));
  });
}

/** The document of a packed file, unpacked once. */
function unpacked(path) {
  const file = join(work, basename(path, '.gz'));
  if (!existsSync(file)) writeFileSync(file, gunzipSync(readFileSync(path)));
  return file;
}

/** Where a build is, where its reports go and how long it took (which may wrap the line) is not a difference. */
function withoutPlaces(text, root, directory) {
  return text
    .replaceAll(resolve(directory), '<reports>')
    .replaceAll(root, '<build>')
    .replaceAll(/\s+\d+\s+ms$/gm, '   <time>');
}

/** @returns {[string, string][]} nothing for what has only texts in it */
function onlyVerdicts([format, text]) {
  if (format.startsWith('exit')) return [[format, text]];
  if (!/^(json|stdout \(json\))$/.test(format)) return [];
  try {
    return [[format, verdictsOf(JSON.parse(text))]];
  } catch {
    return [[format, 'not JSON\n']];
  }
}

/** JSON that stands in one line (SARIF) is laid out, so that its difference reads well. */
function inLines(text) {
  if (!text.startsWith('{') || text.trimEnd().includes('\n')) return text;
  try {
    return `${JSON.stringify(JSON.parse(text), null, 1)}\n`;
  } catch {
    return text;
  }
}

/** The first lines of the difference of two texts, as `git diff` writes them. */
function difference(before, after) {
  const files = [before, after].map((text, i) => {
    const file = join(work, `text-${i}`);
    writeFileSync(file, text);
    return file;
  });
  const diff = spawnSync('git', ['diff', '--no-index', '--no-color', '--no-ext-diff', '-U1', ...files], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const lines = diff.stdout.split('\n').filter((line) => !/^(diff --git|index|---|\+\+\+) /.test(line));
  const shown = lines.slice(0, HEAD).map((line) => `  ${line.length > 300 ? `${line.slice(0, 300)}…` : line}`);
  return [...shown, ...(lines.length > HEAD ? [`  and ${lines.length - HEAD} more lines`] : [])].join('\n').trimEnd();
}
