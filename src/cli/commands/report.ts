import { FAIL_ON } from '../../config/config.ts';
import { FORMATS } from '../../reporters/index.ts';
import type { Command } from '../command.ts';

export const report: Command = {
  name: 'report',
  args: 'merge <report>... | diff <old> <new>',
  summary: 'join reports of many runs; what is new between two',
  about:
    'Reads reports that --format json or jsonl wrote: files, directories or globs. merge writes one report as if all had been judged at once. diff tells new, changed and gone findings; what the new run did not look at is unknown, not gone.',
  options: [
    {
      name: 'format',
      alias: 'f',
      value: '<name>[=<file>]',
      many: true,
      group: 'Output',
      describe: `merge: ${FORMATS.join(', ')}; diff: pretty, json, markdown; repeatable`,
    },
    { name: 'statistics', group: 'Output', describe: 'Findings by rule, most first, in place of the findings' },
    { name: 'quiet', alias: 'q', group: 'Output', describe: 'Findings and the summary line only' },
    {
      name: 'sarif-anchor',
      value: '<file>',
      group: 'Output',
      describe: 'Where SARIF pins findings that have no file',
    },
    {
      name: 'fail-on',
      value: '<level>',
      choices: FAIL_ON,
      group: 'Exit status',
      describe: 'error, warning (default), note or never: lowest level that makes it 1; of diff, among new and changed',
    },
    { name: 'fail-on-undecided', group: 'Exit status', describe: 'merge: an undecided check makes it 1, too' },
    { name: 'allow-partial', group: 'Exit status', describe: 'A run that was not whole does not make it 3' },
  ],
  statuses: [
    ['0', 'nothing at or above --fail-on; of diff, nothing new'],
    ['1', 'findings at or above it; of diff, new ones or changed ones'],
    ['2', 'wrong usage, or an input that is no report'],
    ['3', 'a run that is not whole'],
  ],
  examples: [
    ['vpce-lint report merge reports/*.json -f markdown=all.md', 'join the reports of a matrix'],
    ['vpce-lint report diff yesterday.json today.json', 'what is new since yesterday'],
  ],
  run: async (args, io) => (await import('../reports/run.ts')).runReport(args, io),
};
