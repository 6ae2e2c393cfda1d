// First step of the action: the npm package, in a folder of its own below the runner's temporary one.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errorCommand, wordsOf } from './words.mjs';

/** Options for which the packages are needed that only live accounts need. */
const NEEDS_SDK = ['--context-live'];

try {
  install();
} catch (error) {
  process.stdout.write(errorCommand(error.message));
  process.exitCode = 2;
}

function install() {
  const { RUNNER_TEMP, GITHUB_ACTION_PATH, INPUT_VERSION, INPUT_ARGS } = process.env;
  const own = JSON.parse(readFileSync(join(GITHUB_ACTION_PATH, 'package.json'), 'utf8'));
  checkNode(own.engines.node);
  const place = join(RUNNER_TEMP, 'vpce-lint');
  mkdirSync(place, { recursive: true });
  const isLean = !wordsOf(INPUT_ARGS).some((word) => NEEDS_SDK.includes(word));
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const dependencies = { 'vpce-lint': sourceOf(INPUT_VERSION || own.version) };
  writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, dependencies }));
  // npm is a script of the shell on Windows, where a shell has to start it: nothing of an input is on its command line.
  const { status, error } = spawnSync('npm', [...args, ...(isLean ? ['--omit=optional'] : [])], {
    cwd: place,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) throw new Error(`vpce-lint could not be installed: npm answered ${error?.code ?? status}`);
}

/** What npm installs. @throws Error for a text that is not a version, tag or file */
function sourceOf(version) {
  const file = /^file:(.+\.tgz)$/.exec(version)?.[1];
  if (file !== undefined) return `file:${resolve(file)}`;
  if (/^[\w.^~+-]+$/.test(version)) return version;
  throw new Error(`the input version takes a version, a tag or file:PATH.tgz, not ${JSON.stringify(version)}`);
}

function checkNode(engines) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  throw new Error(
    `vpce-lint needs Node.js ${engines}, and this runner has ${process.version}: run actions/setup-node first`,
  );
}
