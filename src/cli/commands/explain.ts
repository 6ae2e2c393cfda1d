import type { Command } from '../command.ts';

export const explain: Command = {
  name: 'explain',
  args: '<rule>',
  summary: 'what, why, fix, examples, sources, options',
  options: [],
  examples: [['explain availability/single-az', 'all there is to say about one rule']],
  async run(args, io) {
    const { explainRule } = await import('../explain.ts');
    return explainRule(args, io);
  },
};
