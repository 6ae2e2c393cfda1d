import type { LiveRequest } from '../../loaders/live/request.ts';
import { InputError } from '../../model/input-error.ts';
import type { Args, Option } from '../command.ts';
import type { Io } from '../io.ts';
import { NO_PROGRESS } from '../options.ts';

/** Options of the commands that read live accounts. */
export const LIVE: readonly Option[] = [
  {
    name: 'region',
    value: '<name>',
    many: true,
    group: 'Input',
    describe: 'A Region, or all for every enabled one; repeatable. Default: AWS_REGION or the profile',
  },
  { name: 'profile', value: '<name>', many: true, group: 'Input', describe: 'A profile of ~/.aws/config; repeatable' },
  {
    name: 'role-arn',
    value: '<arn>[,<arn>...]',
    many: true,
    group: 'Input',
    describe: 'A role to assume, or a chain of roles; repeatable, one account each',
  },
  { name: 'external-id', value: '<id>', group: 'Input', describe: 'External ID for --role-arn' },
  { name: 'endpoint-url', value: '<url>', group: 'Input', describe: 'Send every AWS call to this URL' },
  { name: 'concurrency', value: '<number>', group: 'Input', describe: 'How many calls may run at once; default 32' },
  NO_PROGRESS,
];

/** Commands that read accounts accept no files. */
export function refuseFiles({ positional: [first] }: Args): void {
  if (first === undefined) return;
  throw new InputError(`${first}: this command reads live accounts, not files`, {
    hint: `For files use \`vpce-lint lint ${first}\``,
  });
}

/** The request that a command line makes. */
export function liveRequest(args: Args, io: Io): LiveRequest {
  const regions = args.list('region').map(checkedRegion);
  const roles = args.list('role-arn').map(chainOf);
  const externalId = args.text('external-id');
  const endpointUrl = args.text('endpoint-url');
  if (
    externalId !== undefined &&
    roles.length === 0 &&
    !args.flag('organization') &&
    args.text('accounts-file') === undefined
  )
    throw new InputError('--external-id: no role is named', { hint: 'Add --role-arn' });
  const attempts = wholeNumber(io.env.AWS_MAX_ATTEMPTS);
  const fallback = io.env.AWS_DEFAULT_REGION;
  return {
    regions,
    profiles: args.list('profile'),
    roles,
    ...(externalId === undefined ? {} : { externalId }),
    ...(endpointUrl === undefined ? {} : { endpointUrl: checkedUrl(endpointUrl) }),
    ...(args.text('concurrency') === undefined ? {} : { concurrency: concurrencyOf(args.text('concurrency')!) }),
    ...(attempts === undefined ? {} : { maxAttempts: attempts }),
    ...(fallback ? { fallbackRegion: fallback } : {}),
    profileFiles: {
      ...(io.env.AWS_CONFIG_FILE ? { config: io.env.AWS_CONFIG_FILE } : {}),
      ...(io.env.AWS_SHARED_CREDENTIALS_FILE ? { credentials: io.env.AWS_SHARED_CREDENTIALS_FILE } : {}),
    },
  };
}

function checkedRegion(region: string): string {
  if (region === 'all' || /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) return region;
  throw new InputError(`--region: "${region}" is not a Region`, { hint: 'Use a name such as eu-west-1, or all' });
}

/** Splits a chain where the next ARN begins: names of roles may contain commas, but no colons. */
function chainOf(text: string): readonly string[] {
  const chain = text.split(/,(?=arn:)/);
  for (const arn of chain) {
    if (!/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn)) {
      throw new InputError(`--role-arn: "${arn}" is not the ARN of a role`, {
        hint: 'Write it as arn:aws:iam::111122223333:role/audit',
      });
    }
  }
  return chain;
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text;
  throw new InputError(`--endpoint-url: "${text}" is not a URL`, { hint: 'Use an http or https URL' });
}

function concurrencyOf(text: string): number {
  const number = wholeNumber(text);
  if (number !== undefined && number <= 256) return number;
  throw new InputError(`--concurrency: "${text}" is not valid`, { hint: 'Use a whole number from 1 to 256' });
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined;
}
