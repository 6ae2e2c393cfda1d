/** Options that name many accounts at once. */
import type { LiveRequest } from '../../loaders/live/request.ts';
import { InputError } from '../../model/input-error.ts';
import type { Args, Option } from '../command.ts';
import type { Io } from '../io.ts';
import { readAccountsFile } from './accounts-file.ts';

export const MANY: readonly Option[] = [
  { name: 'organization', group: 'Input', describe: 'Every active account of the organization, by --role-name' },
  { name: 'role-name', value: '<name>', group: 'Input', describe: 'The role to assume in each account' },
  {
    name: 'ou',
    value: '<id>',
    many: true,
    group: 'Input',
    describe: 'Only the accounts of this organizational unit and of those in it; repeatable',
  },
  { name: 'exclude-account', value: '<id>', many: true, group: 'Input', describe: 'Leave it out; repeatable' },
  {
    name: 'accounts-file',
    value: '<yaml>',
    group: 'Input',
    describe: 'The accounts of a file, as c7n-org reads it: account_id, name, role, regions',
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
    describe: 'With --aggregator: ask each account, by --role-name, for what AWS Config does not record',
  },
  {
    name: 'resume',
    value: '<dir>',
    group: 'Input',
    describe: 'Go on with a snapshot of many accounts that was cut off: what is in it is not read again',
  },
];

/** What a command line says of many accounts. */
export async function manyAccounts(args: Args, io: Io, roles: number): Promise<Partial<LiveRequest>> {
  const isOrganization = args.flag('organization');
  const file = args.text('accounts-file');
  const roleName = args.text('role-name');
  const units = args.list('ou');
  const exclude = args.list('exclude-account');
  for (const id of exclude)
    if (!/^\d{12}$/.test(id)) throw new InputError(`--exclude-account takes the id of an account, not "${id}"`);
  const aggregator = args.text('aggregator');
  if (aggregator !== undefined) return aggregated(aggregator, { args, roles, roleName, exclude });
  if (args.flag('top-up')) throw new InputError('--top-up goes with --aggregator');
  if (isOrganization && file !== undefined) {
    throw new InputError('--organization and --accounts-file exclude each other');
  }
  if (!isOrganization) {
    if (roleName !== undefined) throw new InputError('--role-name goes with --organization');
    if (units.length > 0) throw new InputError('--ou goes with --organization');
  }
  if (!isOrganization && file === undefined) {
    for (const name of ['exclude-account', 'resume']) {
      if (args.list(name).length > 0) throw new InputError(`--${name} goes with --organization or --accounts-file`);
    }
    return {};
  }
  if (args.list('profile').length > 1 || roles > 1) {
    throw new InputError('many accounts are entered from one profile and one role', { hint: 'name one of them' });
  }
  if (file !== undefined) return { accounts: await readAccountsFile(file, io.cwd), exclude };
  if (roleName === undefined) {
    throw new InputError('--organization needs --role-name', { hint: 'name the role to assume in each account' });
  }
  if (!/^[\w+=,.@/-]{1,576}$/.test(roleName) || roleName.startsWith('/')) {
    throw new InputError(`--role-name takes the name of a role, not "${roleName}"`);
  }
  for (const unit of units) {
    if (!/^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/.test(unit))
      throw new InputError(`--ou takes the id of an organizational unit, not "${unit}"`, { hint: 'ou-ab12-cdefgh34' });
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
      throw new InputError(`--aggregator and --${other} exclude each other`);
  }
  if (
    args.list('profile').length > 1 ||
    roles > 1 ||
    args.list('region').length > 1 ||
    args.list('region').includes('all')
  ) {
    throw new InputError('--aggregator is read with one profile, one role and in one Region');
  }
  if (!/^[\w-]{1,256}$/.test(name)) throw new InputError(`--aggregator takes the name of an aggregator, not "${name}"`);
  if (!args.flag('top-up')) {
    if (roleName !== undefined) throw new InputError('--role-name goes with --top-up');
    return { aggregator: { name }, exclude };
  }
  if (roleName === undefined) throw new InputError('--top-up needs --role-name');
  return { aggregator: { name, topUp: roleName }, exclude };
}
