import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseServiceName, serviceKeys } from '../aws/index.ts';
import { didYouMean } from '../base/nearest.ts';
import type { FailOn } from '../config/config.ts';
import type { Preset } from '../engine/index.ts';
import { shownPath } from '../findings/index.ts';
import type { PolicyReport } from '../findings/policy-report.ts';
import { judgePolicyInput } from '../judge-policy.ts';
import { type PolicyDefaults, readPolicy } from '../loaders/policy.ts';
import { InputError, LEVELS } from '../model/index.ts';
import { policyJson } from '../reporters/policy-json.ts';
import { policyPretty } from '../reporters/policy-pretty.ts';
import { plain } from '../reporters/text.ts';
import { settingsOf } from '../run.ts';
import type { Args } from './command.ts';
import { errorLine } from './error-line.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { columnsOf, wantsColor } from './style.ts';

/** The `policy` command: endpoint policies judged on their own. */
export async function runPolicy(args: Args, io: Io): Promise<number> {
  if (args.flag('no-config') && args.text('config') !== undefined) {
    throw new InputError('--config and --no-config exclude each other');
  }
  if (args.positional.length === 0) {
    throw new InputError('no input', { hint: 'name policy files, or - for standard input (vpce-lint policy --help)' });
  }
  const defaults = defaultsOf(args, io);
  const preset = args.text('preset') as Preset | undefined;
  const config = args.flag('no-config') ? false : args.text('config');
  const settings = await settingsOf({ paths: [], ...(config === undefined ? {} : { config }) }, io.cwd);
  const failOn = (args.text('fail-on') as FailOn | undefined) ?? settings.failOn;
  const now = new Date();

  const reports: PolicyReport[] = [];
  let complete = true;
  for (const path of new Set(args.positional)) {
    try {
      const bytes = path === '-' ? await io.stdin() : await read(path, io.cwd);
      const file = path === '-' ? '-' : shownPath(path, io.cwd);
      reports.push(judgePolicyInput(readPolicy(file, bytes, defaults), settings.config, preset, now));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      complete = false;
      io.stderr.write(`vpce-lint: ${errorLine(error)}\n`);
    }
  }
  if (args.text('format') === 'json') io.stdout.write(policyJson(reports));
  else if (reports.length > 0) {
    io.stdout.write(policyPretty(reports, { color: wantsColor(args, io, io.stdout), width: columnsOf(io.stdout) }));
  }
  return complete ? statusOf(reports, failOn) : EXIT.incomplete;
}

async function read(path: string, cwd: string): Promise<Uint8Array> {
  try {
    return await readFile(resolve(cwd, path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = {
      ENOENT: 'there is no such file',
      EISDIR: 'this is a directory: name the files',
      EACCES: 'no permission',
    };
    throw new InputError(why[code as keyof typeof why] ?? `it cannot be read: ${code}`, { file: path });
  }
}

function defaultsOf(args: Args, io: Io): PolicyDefaults {
  const service = args.text('service');
  if (service !== undefined) {
    const { key, form } = parseServiceName(service);
    const name = form === 'unknown' ? service : key;
    // A service may be newer than the table: said, and no reason to stop.
    if (!serviceKeys.includes(name)) {
      io.stderr.write(`note: "${plain(name)}" is not in the service table${plain(didYouMean(name, serviceKeys))}\n`);
    }
  }
  return { service, type: typeOf(args.text('type')) };
}

function typeOf(text: string | undefined): PolicyDefaults['type'] {
  if (text === undefined) return undefined;
  const type = (['Gateway', 'Interface'] as const).find((each) => each.toLowerCase() === text.toLowerCase());
  if (type === undefined) throw new InputError(`--type takes Gateway or Interface, not "${text}"`);
  return type;
}

function statusOf(reports: readonly PolicyReport[], failOn: FailOn): number {
  if (failOn === 'never') return EXIT.ok;
  const enough = LEVELS.slice(0, LEVELS.indexOf(failOn) + 1);
  const failing = reports.some(({ findings }) => findings.some(({ level }) => enough.includes(level)));
  return failing ? EXIT.findings : EXIT.ok;
}
