import { PRESETS } from '../../config/config.ts';
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
    {
      name: 'preset',
      value: '<name>',
      choices: PRESETS,
      group: 'Rules',
      describe: `Only rules that this preset runs: ${PRESETS.join(', ')}`,
    },
    {
      name: 'control',
      value: '<id>',
      many: true,
      group: 'Rules',
      describe: 'Only rules that carry this control of a framework: EC2.55, cis-7.0:6.8; repeatable',
    },
  ],
  examples: [
    ['vpce-lint rules', 'by family, with level and preset'],
    ['vpce-lint rules --format json', 'id, level, preset, summary, docs and controls of each'],
    ['vpce-lint rules --preset recommended', 'rules that run unless you choose another preset'],
    ['vpce-lint rules --control EC2.55', 'rules that answer a control of Security Hub'],
  ],
  run: listRules,
};
