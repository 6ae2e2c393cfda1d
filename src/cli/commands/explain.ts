import type { Command } from '../command.ts';

export const explain: Command = {
  name: 'explain',
  args: '<rule>',
  summary: 'explain a rule: why, fix, examples, options, sources',
  about: 'The family may be omitted: vpce-lint explain single-az.',
  options: [],
  examples: [['vpce-lint explain availability/single-az', 'everything about one rule']],
  run: async (args, io) => (await import('../explain.ts')).explainRule(args, io),
};
