import type { Command } from '../command.ts';
import { runAudit } from '../live/audit.ts';
import { MANY } from '../live/many-options.ts';
import { LIVE } from '../live/options.ts';
import { lint } from './lint.ts';

/** Options of `lint` that are about files. */
const OF_FILES = new Set(['kind', 'root', 'context', 'context-live', 'changed', 'allow-empty', 'no-inline']);

export const audit: Command = {
  name: 'audit',
  args: '',
  summary: 'judge live accounts through the EC2 API',
  about:
    'Credentials come from where the AWS SDK finds them: the environment, profiles, SSO, web identity, the machine. Only Describe, List and Get calls are made; docs/live.md has them and the IAM policy they take.',
  options: [
    ...LIVE,
    ...MANY,
    ...lint.options.filter(({ name }) => !OF_FILES.has(name) && !LIVE.some((it) => it.name === name)),
  ],
  examples: [
    ['audit', 'the account and Region of the environment'],
    ['audit --profile prod --region eu-west-1 --region eu-central-1', 'two Regions of a profile'],
    ['audit --organization --role-name audit --region all -f jsonl', 'every account, as they are read'],
    ['audit --region all --role-arn arn:aws:iam::111122223333:role/audit', 'all Regions of another account'],
  ],
  run: runAudit,
};
