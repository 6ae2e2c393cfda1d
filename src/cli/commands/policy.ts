import { FAIL_ON, TIERS } from '../../config/config.ts';
import type { Command } from '../command.ts';

export const policy: Command = {
  name: 'policy',
  args: '<file|->...',
  summary: 'check endpoint policies on their own',
  about:
    'An input is a policy document, or an object {service, endpoint: {id, vpcId, ownerId, region, type}, policy, trust}. The options below and `trust` of the config add what the input lacks. Without a service, vpce-lint derives it from the actions if they all belong to one.',
  options: [
    {
      name: 'format',
      alias: 'f',
      value: '<name>',
      choices: ['pretty', 'json'],
      group: 'Output',
      describe: 'pretty (default) or json',
    },
    { name: 'service', value: '<key>', group: 'Input', describe: 'Service of the endpoint, such as s3 or ecr.api' },
    { name: 'type', value: '<type>', group: 'Input', describe: 'Type of the endpoint: Gateway or Interface' },
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
      describe: 'Config file; default: the nearest vpce-lint.yaml up to the root of the git repository',
    },
    { name: 'no-config', group: 'Config', describe: 'Do not read a config file' },
    {
      name: 'fail-on',
      value: '<level>',
      choices: FAIL_ON,
      group: 'Exit status',
      describe: 'Lowest level that makes the exit status 1: error, warning (default), note or never',
    },
  ],
  examples: [
    ['vpce-lint policy s3-policy.json --service s3 --type Gateway', 'check one document'],
    ['vpce-lint policy - --service kms -f json < policy.json', 'print JSON for a program'],
  ],
  statuses: [
    ['0', 'no finding at or above --fail-on'],
    ['1', 'a finding at or above --fail-on'],
    ['2', 'wrong usage or config'],
    ['3', 'incomplete: an input is unreadable or not a policy; the others are checked'],
  ],
  run: async (args, io) => (await import('../policy.ts')).runPolicy(args, io),
};
