import type { Option } from './command.ts';

/** Options of every command. */
export const GENERAL: readonly Option[] = [
  {
    name: 'color',
    value: '<when>',
    choices: ['auto', 'always', 'never'],
    group: 'General',
    describe: 'auto (default), always or never; NO_COLOR and FORCE_COLOR count, too',
  },
  { name: 'no-color', group: 'General', hidden: true, describe: 'As --color never' },
  { name: 'help', alias: 'h', group: 'General', describe: 'Show this help, or that of a command' },
  { name: 'version', group: 'General', describe: 'Show the version' },
];
