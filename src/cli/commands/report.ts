import { FAIL_ON } from '../../config/config.ts';
import { FORMATS } from '../../reporters/index.ts';
import type { Command } from '../command.ts';

export const report: Command = {
  name: 'report',
  args: 'merge <report>... | diff <old> <new>',
  summary: 'join the reports of many runs, or compare two',
  about:
    'Reads reports in the formats json and jsonl: files, directories or globs. merge writes one report, as if everything had been checked in one run. diff lists new, changed and gone findings. Findings that the new run did not check are unknown, not gone.',
  options: [
    {
      name: 'format',
      alias: 'f',
      value: '<name>[=<file>]',
      many: true,
      group: 'Output',
      describe: `merge: ${FORMATS.join(', ')}; diff: pretty, json, markdown; repeatable`,
    },
    {
      name: 'statistics',
      group: 'Output',
      describe: 'Print the number of findings of each rule instead of the findings',
    },
    { name: 'quiet', alias: 'q', group: 'Output', describe: 'Print only findings and the summary line' },
    {
      name: 'sarif-anchor',
      value: '<file>',
      group: 'Output',
      describe: 'File that SARIF shows for findings without a file',
    },
    {
      name: 'fail-on',
      value: '<level>',
      choices: FAIL_ON,
      group: 'Exit status',
      describe:
        'Lowest level that makes the exit status 1: error, warning (default), note or never; diff counts new and changed findings',
    },
    {
      name: 'fail-on-undecided',
      group: 'Exit status',
      describe: 'merge: an undecided check also makes the exit status 1',
    },
    { name: 'allow-partial', group: 'Exit status', describe: 'An incomplete run does not make the exit status 3' },
  ],
  statuses: [
    ['0', 'no finding at or above --fail-on (diff: no new or changed one)'],
    ['1', 'a finding at or above --fail-on (diff: a new or changed one)'],
    ['2', 'wrong usage, or an input that is not a report'],
    ['3', 'an incomplete run'],
  ],
  examples: [
    ['vpce-lint report merge reports/*.json -f markdown=all.md', 'join the reports of a CI matrix'],
    ['vpce-lint report diff yesterday.json today.json', 'what is new since yesterday'],
  ],
  run: async (args, io) => (await import('../reports/run.ts')).runReport(args, io),
};
