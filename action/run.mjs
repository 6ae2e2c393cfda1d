// Second step of the action: one run of vpce-lint for the log, the annotations, the step summary, SARIF and the outputs.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorCommand, wordsOf } from './words.mjs';

const { env } = process;
const program = join(env.RUNNER_TEMP, 'vpce-lint/node_modules/vpce-lint/bin/vpce-lint.js');
const sarif = env.INPUT_SARIF_FILE;
const report = (name) => join(env.RUNNER_TEMP, 'vpce-lint', name);

try {
  process.exitCode = lint();
} catch (error) {
  output('status', '2');
  process.stdout.write(errorCommand(error.message));
  process.exitCode = 2;
}

function lint() {
  const formats = ['github', `pretty=${report('log.txt')}`, `json=${report('report.json')}`, `sarif=${sarif}`];
  for (const file of ['log.txt', 'report.json', 'summary.md']) rmSync(report(file), { force: true });
  const args = [
    ...[...formats, `markdown=${report('summary.md')}`].map((format) => `--format=${format}`),
    ...['preset', 'fail-on', 'config', 'changed-since'].flatMap((name) => {
      const value = env[`INPUT_${name.replace('-', '_').toUpperCase()}`];
      return value === '' ? [] : [`--${name}=${value}`];
    }),
    ...wordsOf(env.INPUT_CONTEXT).map((path) => `--context=${path}`),
    ...wordsOf(env.INPUT_ARGS),
    // The paths after this are never read as options, even if they begin with a hyphen.
    '--',
    ...wordsOf(env.INPUT_PATHS),
  ];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, 'lint', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  process.stdout.write(stdout);
  showInert(`${existsSync(report('log.txt')) ? readFileSync(report('log.txt'), 'utf8') : ''}${stderr}`);
  if (stdout === '' && status !== 0) process.stdout.write(errorCommand(stderr.trim()));
  if (existsSync(report('summary.md'))) appendFileSync(env.GITHUB_STEP_SUMMARY, readFileSync(report('summary.md')));
  tell(status ?? 70);
  return status ?? 70;
}

/** Prints text in which the runner reads no command. */
function showInert(text) {
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n${text}\n::${token}::\n`);
}

function tell(status) {
  output('status', String(status));
  if (!existsSync(report('report.json'))) return;
  const { complete, summary } = JSON.parse(readFileSync(report('report.json'), 'utf8'));
  output('complete', String(complete));
  for (const name of ['endpoints', 'errors', 'warnings', 'notes', 'undecided', 'suppressed']) {
    output(name, String(summary[name]));
  }
  output('sarif-file', sarif);
}

/** Writes an output of the step. The line that ends the value is random, so that no value can contain it. */
function output(name, value) {
  const end = randomUUID();
  appendFileSync(env.GITHUB_OUTPUT, `${name}<<${end}\n${value}\n${end}\n`);
}
