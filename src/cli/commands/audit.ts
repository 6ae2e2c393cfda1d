import { docsUrl } from '../../findings/index.ts';
import type { Command } from '../command.ts';
import { MANY } from '../live/many-options.ts';
import { LIVE } from '../live/options.ts';
import { lint } from './lint.ts';

/** Options of `lint` that concern files. */
const OF_FILES = new Set([
  ...['kind', 'root', 'context', 'context-live', 'changed', 'changed-since'],
  ...['parameters', 'parameter', 'var-file', 'var', 'account'],
]);

export const audit: Command = {
  name: 'audit',
  args: '',
  summary: 'check live accounts through the EC2 API',
  about: `The AWS SDK finds the credentials: in the environment, profiles, SSO, web identity or the instance role. vpce-lint makes only Describe, List and Get calls. The calls and their IAM policy: ${docsUrl('live.md')}`,
  options: [
    ...LIVE,
    ...MANY,
    ...lint.options.filter(({ name }) => !OF_FILES.has(name) && !LIVE.some((it) => it.name === name)),
  ],
  examples: [
    ['vpce-lint audit', 'the account and Region of the environment'],
    ['vpce-lint audit --profile prod --region eu-west-1 --region eu-central-1', 'two Regions of a profile'],
    ['vpce-lint audit --organization --role-name audit --region all -f jsonl', 'every account, one after the other'],
    ['vpce-lint audit --region all --role-arn arn:aws:iam::111122223333:role/audit', 'all Regions of another account'],
  ],
  run: async (args, io) => (await import('../live/audit.ts')).runAudit(args, io),
};
