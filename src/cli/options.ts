import type { Option } from './command.ts';

/** Options of every command that has not its own of the name. */
export const GENERAL: readonly Option[] = [
  {
    name: 'color',
    value: '<when>',
    choices: ['auto', 'always', 'never'],
    group: 'General',
    describe: 'auto (default), always or never; NO_COLOR and FORCE_COLOR count, too',
  },
  { name: 'no-color', group: 'General', hidden: true, describe: 'As --color never' },
  { name: 'verbose', alias: 'v', group: 'General', hidden: true, describe: 'A stack trace should there be a bug' },
  { name: 'help', alias: 'h', group: 'General', describe: 'Show this help, or that of a command' },
  { name: 'version', group: 'General', describe: 'Show the version' },
];
