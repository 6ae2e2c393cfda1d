import { resolve } from 'node:path';
import { parseServiceName, serviceKeys } from '../aws/index.ts';
import { didYouMean } from '../base/nearest.ts';
import { NoRegularFile } from '../base/regular-file.ts';
import { shownPath } from '../base/shown-path.ts';
import { table } from '../base/table.ts';
import type { FailOn } from '../config/config.ts';
import type { Preset } from '../engine/index.ts';
import type { PolicyReport } from '../findings/policy-report.ts';
import { inferred, judgePolicyInput } from '../judge-policy.ts';
import { readNamedFile } from '../loaders/named-file.ts';
import { type PolicyDefaults, type PolicyInput, readPolicy } from '../loaders/policy.ts';
import { InputError, LEVELS } from '../model/index.ts';
import { parsePolicy, prefixesOf } from '../policy/index.ts';
import { policyJson } from '../reporters/policy-json.ts';
import { policyPretty } from '../reporters/policy-pretty.ts';
import { noRuleLeft, settingsOf } from '../run.ts';
import type { Args } from './command.ts';
import { errorLine } from './error-line.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { columnsOf, wantsColor } from './style.ts';

/** The `policy` command: endpoint policies judged on their own. */
export async function runPolicy(args: Args, io: Io): Promise<number> {
  if (args.flag('no-config') && args.text('config') !== undefined) {
    throw new InputError('--config and --no-config cannot be used together', { hint: 'Remove one of them' });
  }
  if (args.positional.length === 0) {
    throw new InputError('no input', {
      hint: 'Name policy files, or `-` for standard input. See vpce-lint policy --help',
    });
  }
  const defaults = defaultsOf(args);
  const preset = args.text('preset') as Preset | undefined;
  const config = args.flag('no-config') ? false : args.text('config');
  const settings = await settingsOf({ paths: [], ...(config === undefined ? {} : { config }) }, io.cwd);
  if (!settings.active.some(({ rule }) => rule.id.startsWith('policy/'))) throw noRuleLeft();
  const failOn = (args.text('fail-on') as FailOn | undefined) ?? settings.failOn;
  const now = new Date();

  const reports: PolicyReport[] = [];
  let complete = true;
  for (const path of new Set(args.positional)) {
    try {
      const bytes = path === '-' ? await io.stdin() : read(path, io.cwd);
      const file = path === '-' ? '-' : shownPath(path, io.cwd);
      const input = inferred(readPolicy(file, bytes, defaults));
      reports.push(judgePolicyInput(input, settings.config, preset, now));
      const why = unjudged(input);
      if (why === null) continue;
      complete = false;
      io.stderr.write(`vpce-lint: ${errorLine(why)}\n`);
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

function read(path: string, cwd: string): Uint8Array {
  try {
    return readNamedFile(resolve(cwd, path));
  } catch (error) {
    if (error instanceof NoRegularFile)
      throw new InputError(error.message, { file: path, hint: 'Name the files, or `-` for standard input' });
    const { code } = error as NodeJS.ErrnoException;
    const why = table({ ENOENT: 'no such file', EACCES: 'permission denied' });
    throw new InputError(why[code as keyof typeof why] ?? `the file cannot be read: ${code}`, { file: path });
  }
}

function defaultsOf(args: Args): PolicyDefaults {
  const service = args.text('service');
  if (service !== undefined && !isService(keyOf(service))) {
    const near = didYouMean(keyOf(service), serviceKeys);
    throw new InputError(`--service: unknown service "${service}"${near}`, {
      hint: 'Use the last part of the service name com.amazonaws.<region>.<service>',
    });
  }
  return { service, type: typeOf(args.text('type')) };
}

function keyOf(service: string): string {
  const { key, form } = parseServiceName(service);
  return form === 'unknown' ? service : key;
}

/** Endpoint keys of the table, and IAM prefixes, by which people name services too. */
function isService(key: string): boolean {
  return serviceKeys.includes(key) || prefixesOf(key) !== null;
}

/** Why a policy could not be analyzed: its empty report must not look like a pass. Null if it could. */
function unjudged({ file, service, document }: PolicyInput): InputError | null {
  if (document !== null) {
    const { statements, problems } = parsePolicy(document);
    if (statements.length === 0 && problems.length > 0)
      return new InputError('the policy has no statement that can be read', { file });
  }
  if (service === null) {
    return new InputError('the actions do not tell the service of this policy', {
      file,
      hint: 'Name the service with --service',
    });
  }
  if (prefixesOf(service) === null) {
    const near = didYouMean(service, serviceKeys);
    return new InputError(`vpce-lint does not know the actions of service "${service}"${near}`, { file });
  }
  return null;
}

function typeOf(text: string | undefined): PolicyDefaults['type'] {
  if (text === undefined) return undefined;
  const type = (['Gateway', 'Interface'] as const).find((each) => each.toLowerCase() === text.toLowerCase());
  if (type === undefined) throw new InputError(`--type: unknown type "${text}"`, { hint: 'Use Gateway or Interface' });
  return type;
}

function statusOf(reports: readonly PolicyReport[], failOn: FailOn): number {
  if (failOn === 'never') return EXIT.ok;
  const enough = LEVELS.slice(0, LEVELS.indexOf(failOn) + 1);
  const failing = reports.some(({ findings }) => findings.some(({ level }) => enough.includes(level)));
  return failing ? EXIT.findings : EXIT.ok;
}
