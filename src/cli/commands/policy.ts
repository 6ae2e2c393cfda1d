import { FAIL_ON, TIERS } from '../../config/config.ts';
import type { Command } from '../command.ts';

export const policy: Command = {
  name: 'policy',
  args: '<file|->...',
  summary: 'judge endpoint policies on their own',
  about:
    'An input is a policy document, or an object {service, endpoint: {id, vpcId, ownerId, region, type}, policy, trust} around one. What it lacks the options below fill in, and the trust of the config; without a service the actions tell it, where they are all of one.',
  options: [
    {
      name: 'format',
      alias: 'f',
      value: '<name>',
      choices: ['pretty', 'json'],
      group: 'Output',
      describe: 'pretty (default) or json',
    },
    { name: 'service', value: '<key>', group: 'Input', describe: 'Service of the endpoint: s3, ecr.api' },
    { name: 'type', value: '<type>', group: 'Input', describe: 'Gateway or Interface' },
    {
      name: 'preset',
      value: '<name>',
      choices: TIERS,
      group: 'Rules',
      describe: 'Which rules run: recommended (default), strict or pedantic',
    },
    {
      name: 'config',
      alias: 'c',
      value: '<file>',
      group: 'Config',
      describe: 'Default: nearest vpce-lint.yaml from here up to the git root',
    },
    { name: 'no-config', group: 'Config', describe: 'Read none' },
    {
      name: 'fail-on',
      value: '<level>',
      choices: FAIL_ON,
      group: 'Exit status',
      describe: 'error, warning (default), note or never: lowest level that makes it 1',
    },
  ],
  examples: [
    ['vpce-lint policy s3-policy.json --service s3 --type Gateway', 'judge one document'],
    ['vpce-lint policy - --service kms -f json < policy.json', 'for a program'],
  ],
  statuses: [
    ['0', 'nothing at or above --fail-on'],
    ['1', 'findings at or above it'],
    ['2', 'wrong usage or config'],
    ['3', 'an input that cannot be read or judged, or is no policy; the others are still judged'],
  ],
  run: async (args, io) => (await import('../policy.ts')).runPolicy(args, io),
};
