import type { Command } from '../command.ts';
import { MANY } from '../live/many-options.ts';
import { LIVE } from '../live/options.ts';

export const snapshot: Command = {
  name: 'snapshot',
  args: '-o <dir>',
  summary: 'save what audit would read, for vpce-lint lint <dir>',
  about:
    'Writes <dir>/<account>/<region>/describe-*.json as the AWS CLI prints it. <dir>/manifest.json says what was read and what was not. An interrupted snapshot writes nothing.',
  options: [
    {
      name: 'output',
      alias: 'o',
      value: '<dir>',
      group: 'Output',
      describe: 'A new directory, or an older snapshot to replace',
    },
    {
      name: 'for',
      value: '<plan.json>',
      group: 'Input',
      describe: 'Read only what this plan names, as context for vpce-lint lint --context',
    },
    { name: 'quiet', alias: 'q', group: 'Output', describe: 'Print only what could not be read' },
    ...LIVE,
    ...MANY,
    {
      name: 'allow-partial',
      group: 'Exit status',
      describe: 'An account or Region that was not reached does not make the exit status 3',
    },
  ],
  examples: [
    ['vpce-lint snapshot -o before --region all', 'save the account'],
    ['vpce-lint before', 'check it, on any machine'],
  ],
  run: async (args, io) => (await import('../live/snapshot.ts')).runSnapshot(args, io),
};
