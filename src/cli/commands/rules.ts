import { oneOf } from '../../base/sentences.ts';
import { PRESETS } from '../../config/config.ts';
import type { Command } from '../command.ts';

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
    {
      name: 'preset',
      value: '<name>',
      choices: PRESETS,
      group: 'Rules',
      describe: `Only rules that this preset runs: ${oneOf(PRESETS)}`,
    },
    {
      name: 'control',
      value: '<id>',
      many: true,
      group: 'Rules',
      describe: 'Only rules with this control of a framework, such as EC2.55 or cis-7.0:6.8; repeatable',
    },
  ],
  examples: [
    ['vpce-lint rules', 'all rules by family, with level and preset'],
    ['vpce-lint rules --format json', 'ID, level, preset, summary, docs and controls as JSON'],
    ['vpce-lint rules --preset recommended', 'rules that run by default'],
    ['vpce-lint rules --control EC2.55', 'rules for a control of Security Hub'],
  ],
  run: async (args, io) => (await import('../rules.ts')).listRules(args, io),
};
