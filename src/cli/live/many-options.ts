/** Options that name many accounts at once. */
import type { LiveRequest } from '../../loaders/live/request.ts';
import { InputError } from '../../model/input-error.ts';
import type { Args, Option } from '../command.ts';
import type { Io } from '../io.ts';

export const MANY: readonly Option[] = [
  {
    name: 'organization',
    group: 'Input',
    describe: 'Read every active account of the organization; needs --role-name',
  },
  { name: 'role-name', value: '<name>', group: 'Input', describe: 'The role to assume in each account' },
  {
    name: 'ou',
    value: '<id>',
    many: true,
    group: 'Input',
    describe: 'Only accounts of this organizational unit, nested units included; repeatable',
  },
  { name: 'exclude-account', value: '<id>', many: true, group: 'Input', describe: 'Skip this account; repeatable' },
  {
    name: 'accounts-file',
    value: '<yaml>',
    group: 'Input',
    describe: 'Read the accounts in this file, in the format of c7n-org',
  },
  {
    name: 'aggregator',
    value: '<name>',
    group: 'Input',
    describe: 'Read an AWS Config aggregator (in --region) instead of the accounts',
  },
  {
    name: 'top-up',
    group: 'Input',
    describe: 'With --aggregator: read what AWS Config does not record from each account; needs --role-name',
  },
  {
    name: 'resume',
    value: '<dir>',
    group: 'Input',
    describe: 'Continue an interrupted snapshot of many accounts; what it has is not read again',
  },
];

/** What a command line says about many accounts. */
export async function manyAccounts(args: Args, io: Io, roles: number): Promise<Partial<LiveRequest>> {
  const isOrganization = args.flag('organization');
  const file = args.text('accounts-file');
  const roleName = args.text('role-name');
  const units = args.list('ou');
  const exclude = args.list('exclude-account');
  for (const id of exclude)
    if (!/^\d{12}$/.test(id))
      throw new InputError(`--exclude-account: "${id}" is not an account ID`, { hint: 'Use its 12 digits' });
  const aggregator = args.text('aggregator');
  if (aggregator !== undefined) return aggregated(aggregator, { args, roles, roleName, exclude });
  if (args.flag('top-up'))
    throw new InputError('--top-up: no aggregator is named', { hint: 'Add --aggregator <name>' });
  if (isOrganization && file !== undefined) {
    throw new InputError('--organization and --accounts-file cannot be used together', { hint: 'Remove one of them' });
  }
  if (!isOrganization) {
    if (roleName !== undefined)
      throw new InputError('--role-name: it is for --organization', { hint: 'For one account use --role-arn' });
    if (units.length > 0) throw new InputError('--ou: it is for --organization', { hint: 'Add --organization' });
  }
  if (!isOrganization && file === undefined) {
    for (const name of ['exclude-account', 'resume']) {
      if (args.list(name).length > 0)
        throw new InputError(`--${name}: it is for many accounts`, { hint: 'Add --organization or --accounts-file' });
    }
    return {};
  }
  if (args.list('profile').length > 1 || roles > 1) {
    throw new InputError('with many accounts, only one --profile and one --role-arn can be used', {
      hint: 'Remove the others',
    });
  }
  if (file !== undefined) {
    const { readAccountsFile } = await import('./accounts-file.ts');
    return { accounts: await readAccountsFile(file, io.cwd), exclude };
  }
  if (roleName === undefined) {
    throw new InputError('--organization needs --role-name', { hint: 'Name the role to assume in each account' });
  }
  if (!/^[\w+=,.@/-]{1,576}$/.test(roleName) || roleName.startsWith('/')) {
    throw new InputError(`--role-name: "${roleName}" is not the name of a role`, {
      hint: 'Use the name without the ARN',
    });
  }
  for (const unit of units) {
    if (!/^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/.test(unit))
      throw new InputError(`--ou: "${unit}" is not the ID of an organizational unit`, {
        hint: 'Use an ID such as ou-ab12-cdefgh34',
      });
  }
  return { organization: { roleName, units }, exclude };
}

interface Aggregating {
  readonly args: Args;
  readonly roles: number;
  readonly roleName: string | undefined;
  readonly exclude: readonly string[];
}

function aggregated(name: string, { args, roles, roleName, exclude }: Aggregating): Partial<LiveRequest> {
  for (const other of ['organization', 'accounts-file', 'ou', 'resume']) {
    if (args.flag(other) || args.list(other).length > 0)
      throw new InputError(`--aggregator and --${other} cannot be used together`, { hint: 'Remove one of them' });
  }
  if (
    args.list('profile').length > 1 ||
    roles > 1 ||
    args.list('region').length > 1 ||
    args.list('region').includes('all')
  ) {
    throw new InputError('--aggregator: only one profile, one role and one Region can be used', {
      hint: 'Remove the others',
    });
  }
  if (!/^[\w-]{1,256}$/.test(name))
    throw new InputError(`--aggregator: "${name}" is not a name`, { hint: 'Use letters, digits, - and _' });
  if (!args.flag('top-up')) {
    if (roleName !== undefined)
      throw new InputError('--role-name: with --aggregator it is for --top-up', { hint: 'Add --top-up' });
    return { aggregator: { name }, exclude };
  }
  if (roleName === undefined)
    throw new InputError('--top-up needs --role-name', { hint: 'Name the role to assume in each account' });
  return { aggregator: { name, topUp: roleName }, exclude };
}
