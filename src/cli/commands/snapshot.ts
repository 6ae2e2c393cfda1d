import type { Command } from '../command.ts';
import { MANY } from '../live/many-options.ts';
import { LIVE } from '../live/options.ts';
import { runSnapshot } from '../live/snapshot.ts';

export const snapshot: Command = {
  name: 'snapshot',
  args: '-o <dir>',
  summary: 'save what audit would read, for lint <dir>',
  about:
    'Writes <dir>/<account>/<region>/describe-*.json as the AWS CLI prints it, and <dir>/manifest.json with what was read and what was not; all of it or nothing.',
  options: [
    {
      name: 'output',
      alias: 'o',
      value: '<dir>',
      group: 'Output',
      describe: 'Where to: a new directory, or an older snapshot',
    },
    {
      name: 'for',
      value: '<plan.json>',
      group: 'Input',
      describe: 'Read only what this plan names: a context for lint --context, without credentials there',
    },
    { name: 'quiet', alias: 'q', group: 'Output', describe: 'Say only what could not be read' },
    ...LIVE,
    ...MANY,
    { name: 'allow-partial', group: 'Exit status', describe: 'An account or Region not reached does not make it 3' },
  ],
  examples: [
    ['snapshot -o before --region all', 'save the account'],
    ['lint before', 'judge it, here or elsewhere'],
  ],
  run: runSnapshot,
};
