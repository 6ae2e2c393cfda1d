import type { Command } from '../command.ts';
import { explainRule } from '../explain.ts';

export const explain: Command = {
  name: 'explain',
  args: '<rule>',
  summary: 'what, why, fix, examples, sources, options',
  options: [],
  examples: [['vpce-lint explain availability/single-az', 'all there is to say about one rule']],
  run: explainRule,
};
