/** A file of accounts as c7n-org reads it: https://cloudcustodian.io/docs/tools/c7n-org.html */
import { resolve } from 'node:path';
import { NoRegularFile } from '../../base/regular-file.ts';
import { readYaml } from '../../config/yaml.ts';
import { readProblem } from '../../loaders/content.ts';
import type { ListedAccount } from '../../loaders/live/request.ts';
import { readNamedFile } from '../../loaders/named-file.ts';
import { InputError } from '../../model/input-error.ts';

const REGION = /^([a-z]{2,}(-[a-z]+)+-\d+|all)$/;
const ROLE = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** The accounts in the file. Other keys of c7n-org (vars, tags, email) are ignored. */
export async function readAccountsFile(file: string, cwd: string): Promise<ListedAccount[]> {
  let text: string;
  try {
    text = readNamedFile(resolve(cwd, file)).toString('utf8');
  } catch (error) {
    if (!(error instanceof NoRegularFile) && (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new InputError(readProblem(error), { file });
  }
  const yaml = await readYaml(text, file);
  const fault = (path: readonly (string | number)[], message: string, hint?: string) => {
    const { line, column } = yaml.place(path);
    return new InputError(message, { file, place: `line ${line}, column ${column}`, ...(hint ? { hint } : {}) });
  };
  const list = isObject(yaml.value) ? yaml.value.accounts : undefined;
  if (!Array.isArray(list) || list.length === 0) {
    throw fault([], 'the file lists no accounts', 'List them as c7n-org does: `accounts: [{account_id, role}]`');
  }
  const seen = new Map<string, number>();
  return list.map((entry: unknown, i): ListedAccount => {
    const at = ['accounts', i] as const;
    if (!isObject(entry)) throw fault(at, 'an account must be a map', 'Write `account_id` and `role`');
    // An unquoted id that begins with a zero is a number that has lost it.
    const id = yaml.source([...at, 'account_id'])?.replace(/^(['"])(.*)\1$/, '$2') ?? String(entry.account_id ?? '');
    if (!/^\d{12}$/.test(id))
      throw fault([...at, 'account_id'], `"${id}" is not an account ID`, 'Write its 12 digits in quotes');
    if (seen.has(id)) throw fault([...at, 'account_id'], `account ${id} is listed twice`, 'Remove one entry');
    seen.set(id, i);
    const roles = rolesOf(entry.role);
    if (roles.some((role) => !ROLE.test(role))) {
      throw fault([...at, 'role'], 'a role must be an ARN', `Write it as arn:aws:iam::${id}:role/audit`);
    }
    const profile = entry.profile;
    if (roles.length === 0 && typeof profile !== 'string') {
      throw fault(
        at,
        `account ${id} has neither \`role\` nor \`profile\``,
        'Add the ARN of a role to assume as `role`',
      );
    }
    const regions = regionsOf(entry.regions);
    if (regions.some((region) => !REGION.test(region)))
      throw fault(
        [...at, 'regions'],
        '`regions` has a value that is not a Region',
        'Use names such as eu-west-1, or all',
      );
    const { name, external_id: externalId } = entry;
    return {
      id,
      name: typeof name === 'string' && name !== '' ? name : null,
      roles,
      ...(typeof profile === 'string' ? { profile } : {}),
      ...(typeof externalId === 'string' ? { externalId } : {}),
      ...(regions.length > 0 ? { regions } : {}),
    };
  });
}

/** One role, or a chain of them. */
function rolesOf(role: unknown): readonly string[] {
  return (Array.isArray(role) ? role : role === undefined || role === null ? [] : [role]).map(String);
}

function regionsOf(regions: unknown): readonly string[] {
  return (Array.isArray(regions) ? regions : regions === undefined || regions === null ? [] : [regions]).map(String);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
