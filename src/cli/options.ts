import type { Option } from './command.ts';

/** Options of every command, unless the command has its own of the same name. */
export const GENERAL: readonly Option[] = [
  {
    name: 'color',
    value: '<when>',
    choices: ['auto', 'always', 'never'],
    group: 'General',
    describe: 'auto (default), always or never; auto obeys NO_COLOR and FORCE_COLOR',
  },
  { name: 'no-color', group: 'General', hidden: true, describe: 'Same as --color never' },
  { name: 'verbose', alias: 'v', group: 'General', hidden: true, describe: 'Print a stack trace if vpce-lint crashes' },
  { name: 'help', alias: 'h', group: 'General', describe: 'Show this help, or the help of a command' },
  { name: 'version', group: 'General', describe: 'Show the version' },
];

/** Of `lint` too, which has none to show, so that one command line fits all commands. */
export const NO_PROGRESS: Option = { name: 'no-progress', group: 'Output', describe: 'Hide progress' };
