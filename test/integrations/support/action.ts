/** Runs a composite action as the runner of GitHub does: its steps in order, expressions filled in, files for outputs and the summary. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Step {
  readonly id?: string;
  readonly shell: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export interface Ran {
  /** Of the last step that ran. */
  readonly status: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/**
 * A runner with one temporary folder, as a job has it. `from` leaves out the steps that a run before has done for all: installing takes
 * longer than all else.
 */
export class Runner {
  readonly #home = mkdtempSync(join(tmpdir(), 'vpce-lint-runner-'));

  run(folder: string, inputs: Readonly<Record<string, string>>, workspace: string, from = 0): Ran {
    return runAction(this.#home, folder, inputs, workspace, from);
  }

  close(): void {
    rmSync(this.#home, { recursive: true });
  }
}

function runAction(
  home: string,
  folder: string,
  inputs: Readonly<Record<string, string>>,
  workspace: string,
  from: number,
): Ran {
  const action = parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as Action;
  const unknown = Object.keys(inputs).filter((name) => !Object.hasOwn(action.inputs, name));
  if (unknown.length > 0) throw new Error(`no inputs of the action: ${unknown}`);
  const temp = join(home, 'temp with space');
  mkdirSync(temp, { recursive: true });
  const summary = join(home, 'summary');
  writeFileSync(summary, '');
  const known = new Map<string, string>();
  for (const [name, { default: value }] of Object.entries(action.inputs))
    known.set(`inputs.${name}`, inputs[name] ?? value);
  let log = '';
  let status = 0;
  for (const step of action.runs.steps.slice(from)) {
    const output = join(home, 'output');
    writeFileSync(output, '');
    const script = join(home, 'step.sh');
    writeFileSync(script, filled(step.run, known));
    const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, filled(text, known)]));
    const ran = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
      cwd: workspace,
      encoding: 'utf8',
      env: {
        ...process.env,
        NO_COLOR: '1',
        GITHUB_ACTION_PATH: folder,
        GITHUB_WORKSPACE: workspace,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        RUNNER_TEMP: temp,
        ...env,
      },
    });
    log += ran.stdout + ran.stderr;
    status = ran.status ?? -1;
    for (const [name, value] of outputsIn(readFileSync(output, 'utf8')))
      known.set(`steps.${step.id}.outputs.${name}`, value);
    if (status !== 0) break;
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value, known)]);
  return { status, log, outputs: Object.fromEntries(outputs), summary: readFileSync(summary, 'utf8') };
}

/** Text with the values of its expressions. What is not set is empty. */
function filled(text: string, known: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => known.get(name) ?? '');
}

/** `name=value` lines, and values of many lines between two marks. */
function outputsIn(text: string): [name: string, value: string][] {
  const lines = text.split('\n');
  const out: [string, string][] = [];
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const [, name, mark] = /^([\w-]+)<<(.+)$/.exec(line) ?? [];
    if (name === undefined) {
      const [, simple, value] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
      if (simple !== undefined) out.push([simple, value!]);
      continue;
    }
    out.push([name, lines.splice(0, lines.indexOf(mark!)).join('\n')]);
    lines.shift();
  }
  return out;
}
