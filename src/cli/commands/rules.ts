import type { Command } from '../command.ts';
import { listRules } from '../rules.ts';

export const rules: Command = {
  name: 'rules',
  args: '',
  summary: 'list the rules',
  options: [
    {
      name: 'format',
      alias: 'f',
      value: '<name>',
      choices: ['pretty', 'json'],
      group: 'Output',
      describe: 'pretty (default) or json',
    },
  ],
  examples: [
    ['vpce-lint rules', 'by family, with level and preset'],
    ['vpce-lint rules --format json', 'id, level, preset, summary and docs of each'],
  ],
  run: listRules,
};
