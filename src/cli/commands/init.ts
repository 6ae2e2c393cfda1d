import type { Command } from '../command.ts';

export const init: Command = {
  name: 'init',
  args: '',
  summary: 'write a commented vpce-lint.yaml, and entries for CI and hooks',
  about:
    'Looks for Terraform sources, plans, states, templates and describe output below this directory, and for the CI in use. The config goes into this directory, the entries into the root of the repository. A file that is there already stays as it is.',
  options: [
    { name: 'github', group: 'Output', describe: 'A workflow for GitHub Actions, too' },
    { name: 'gitlab', group: 'Output', describe: 'A job for GitLab CI, too, with its code quality report' },
    { name: 'pre-commit', group: 'Output', describe: 'An entry for pre-commit, too' },
    { name: 'dry-run', group: 'Output', describe: 'Print what would be written, and write nothing' },
    {
      name: 'force',
      group: 'Output',
      describe: 'Overwrite files that are there; .pre-commit-config.yaml keeps its other entries',
    },
  ],
  examples: [
    ['vpce-lint init', 'the config'],
    ['vpce-lint init --github --pre-commit --dry-run', 'see first what would be written'],
  ],
  statuses: [
    ['0', 'written, or shown by --dry-run'],
    ['2', 'wrong usage, or every file is there already: nothing was written'],
  ],
  run: async (args, io) => (await import('../init.ts')).runInit(args, io),
};
