#!/usr/bin/env node
/**
 * Writes `findings.txt` beside the inputs in every folder of fixtures. It lists what all rules find there and what they
 * cannot decide. A commit that changes a rule thus shows its effect on stacks that real tools wrote. `--check` writes
 * nothing and fails if a file is out of date.
 */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { putDerived } from './lib/derived.mjs';
import { importTs, root } from './lib/import-ts.mjs';
import { inputsAt } from './lib/inputs.mjs';

/** Some messages count days: they are counted to this moment. */
const NOW = new Date('2026-12-01T00:00:00Z');
const FILE = 'findings.txt';

const [{ lint }, { app }, { useActionSlices }] = await importTs(
  'src/index.ts',
  'src/cli/app.ts',
  'src/aws/actions/load.ts',
);
useActionSlices(pathToFileURL(join(root, 'src/aws/actions/slices/')));

const folders = new Map();
for (const { path, kind } of inputsAt(join(root, 'fixtures'))) {
  if (kind !== 'lint' && kind !== 'policy') continue;
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const lines = await (kind === 'lint' ? findingsOf(path) : judgedPolicy(path));
  folders.set(folder, [...(folders.get(folder) ?? []), ...lines]);
}
for (const [folder, lines] of folders) putDerived(slashed(join(folder, FILE)), `${lines.join('\n')}\n`);

for (const entry of readdirSync(join(root, 'fixtures'), { recursive: true, encoding: 'utf8' })) {
  const path = join(root, 'fixtures', entry);
  if (basename(path) !== FILE || folders.has(dirname(path))) continue;
  console.log(`${slashed(path)} (of no input)`);
  if (process.argv.includes('--check')) process.exitCode = 1;
  else rmSync(path);
}

/** One input: how many endpoints it has, then a line for each finding and each undecided check, sorted. */
async function findingsOf(path) {
  const report = await lint({ paths: [path], preset: 'pedantic', config: false, cwd: root, now: NOW });
  const name = basename(path);
  return linesOf(name, count(report.endpoints.length, 'endpoint'), [
    ...report.incomplete.map(({ message }) => ['incomplete', message]),
    ...report.findings.map(({ rule, level, subject, message }) => [level, rule, nameOf(subject), message]),
    ...report.undecided.map(({ rule, subject, missing }) => ['undecided', rule, nameOf(subject), missing.join('; ')]),
  ]);
}

/** One policy: its service, what is true or not known of it, then a line for each finding. */
async function judgedPolicy(path) {
  const said = { stdout: '', stderr: '' };
  const sink = (stream) => ({
    write: (text) => {
      said[stream] += text;
    },
    isTerminal: false,
    columns: undefined,
  });
  const io = { cwd: root, env: {}, stdout: sink('stdout'), stderr: sink('stderr') };
  await app(['policy', slashed(path), '--format', 'json', '--preset', 'pedantic', '--no-config'], io);
  const [policy] = JSON.parse(said.stdout);
  const name = basename(path);
  if (policy === undefined) return linesOf(name, 'not judged', [['incomplete', said.stderr.trim()]]);
  const answers = Object.entries(policy).flatMap(([key, value]) =>
    value === true ? [key] : value === 'unknown' ? [`${key} unknown`] : [],
  );
  return linesOf(
    name,
    [policy.service ?? 'no service', ...answers].join(', '),
    policy.findings.map(({ rule, level, message }) => [level, rule, message]),
  );
}

function linesOf(name, heading, findings) {
  return [
    `${name}: ${heading}`,
    ...findings.map((parts) => `${name}: ${parts.map(visible).join(' | ')}`).sort(byCodeUnits),
  ];
}

/** The name of a subject: its address, or else its id, service, VPC or kind. */
function nameOf({ kind, address, id, service, vpc }) {
  return address ?? id ?? service ?? vpc ?? kind;
}

/** Names in fixtures may hold line ends and marks that turn the direction of text. */
function visible(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
}

function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function slashed(path) {
  return relative(root, path).replaceAll('\\', '/');
}

function byCodeUnits(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
