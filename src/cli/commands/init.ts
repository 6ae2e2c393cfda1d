import type { Command } from '../command.ts';

export const init: Command = {
  name: 'init',
  args: '',
  summary: 'write a commented vpce-lint.yaml, and entries for CI and hooks',
  about:
    'Looks for Terraform code, plans, states, templates and describe output below this directory, and for the CI system in use. Writes the config into this directory, and the entries into the root of the repository. Existing files are not changed without --force.',
  options: [
    { name: 'github', group: 'Output', describe: 'Also write a workflow for GitHub Actions' },
    { name: 'gitlab', group: 'Output', describe: 'Also write a job for GitLab CI, with a code quality report' },
    { name: 'pre-commit', group: 'Output', describe: 'Also write an entry for pre-commit' },
    { name: 'dry-run', group: 'Output', describe: 'Print the files instead of writing them' },
    {
      name: 'force',
      group: 'Output',
      describe: 'Overwrite existing files; .pre-commit-config.yaml keeps its other entries',
    },
  ],
  examples: [
    ['vpce-lint init', 'write the config'],
    ['vpce-lint init --github --pre-commit --dry-run', 'print the files first'],
  ],
  statuses: [
    ['0', 'the files were written, or printed by --dry-run'],
    ['2', 'wrong usage, or every file exists already'],
  ],
  run: async (args, io) => (await import('../init.ts')).runInit(args, io),
};
