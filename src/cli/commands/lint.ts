import { FAIL_ON, PRESETS } from '../../config/config.ts';
import { FORMATS } from '../../reporters/index.ts';
import type { Command } from '../command.ts';
import { runLint } from '../lint.ts';
import { LIVE } from '../live/options.ts';

/** Options of `audit` that say which account `--context-live` reads. */
const OF_CONTEXT: Readonly<Record<string, string>> = {
  profile: 'With which profile of ~/.aws/config --context-live reads',
  'role-arn': 'Which role it assumes for that, or a chain of them',
  'external-id': 'Given where roles are assumed',
  'endpoint-url': 'Send every call there',
  concurrency: 'Calls at once; default 32',
};

export const lint: Command = {
  name: 'lint',
  args: '<input>...',
  summary: 'judge files, directories, globs, or - for standard input',
  about:
    'An input is told by its content: Terraform or OpenTofu sources (a directory, or a file in it), a plan (show -json PLAN), a state (show -json, or terraform.tfstate), aws ec2 describe-* output, one file or a directory of them, answers and snapshots of AWS Config, a CloudFormation or SAM template, or a CDK assembly (cdk.out).',
  options: [
    {
      name: 'format',
      alias: 'f',
      value: '<name>[=<file>]',
      many: true,
      group: 'Output',
      describe: `${FORMATS.join(', ')}; default pretty; to standard output or to a file; repeatable`,
    },
    {
      name: 'sarif-anchor',
      value: '<file>',
      group: 'Output',
      describe: 'Where SARIF pins findings that have no file; default: the config file',
    },
    { name: 'statistics', group: 'Output', describe: 'Findings by rule, most first, in place of the findings' },
    { name: 'show-suppressed', group: 'Output', describe: 'List suppressed and baselined findings, too' },
    { name: 'quiet', alias: 'q', group: 'Output', describe: 'Findings and the summary line only' },
    {
      name: 'verbose',
      alias: 'v',
      group: 'Output',
      describe: 'Passed checks, too; a stack trace should there be a bug',
    },
    { name: 'timing', group: 'Output', describe: 'Say what took how long' },
    {
      name: 'preset',
      value: '<name>',
      choices: PRESETS,
      group: 'Rules',
      describe: 'Which rules run: recommended (default), strict, pedantic, or those of a framework: fsbp, cis-7.0',
    },
    {
      name: 'rule',
      value: '<id>=<level>',
      many: true,
      group: 'Rules',
      describe: 'Set a rule, a family (dns/*) or all (*) to off, note, warning or error; repeatable, later wins',
    },
    {
      name: 'select',
      value: '<id,...>',
      many: true,
      group: 'Rules',
      describe: 'Run just these rules, families or controls (control:EC2.55), whatever the preset',
    },
    {
      name: 'ignore',
      value: '<id,...>',
      many: true,
      group: 'Rules',
      describe: 'Leave these rules, families or controls out',
    },
    {
      name: 'kind',
      value: '<kind>',
      choices: ['plan', 'state', 'describe', 'config', 'sources', 'cloudformation'],
      group: 'Input',
      describe: 'plan, state, describe, config, sources or cloudformation: do not detect',
    },
    {
      name: 'root',
      value: '<dir|tfplan>',
      group: 'Input',
      describe: "A plan's Terraform sources; default: the plan's directory, then the working directory",
    },
    {
      name: 'parameters',
      value: '<file>',
      many: true,
      group: 'Input',
      describe: 'Values of template parameters, in a JSON shape of the AWS CLI; repeatable',
    },
    {
      name: 'parameter',
      value: '<Key=Value>',
      many: true,
      group: 'Input',
      describe: 'Value of one template parameter; repeatable, wins over files',
    },
    {
      name: 'var-file',
      value: '<file>',
      many: true,
      group: 'Input',
      describe: 'Values of variables, for sources; repeatable, later wins',
    },
    {
      name: 'var',
      value: '<name=value>',
      many: true,
      group: 'Input',
      describe: 'The value of a variable, for sources; repeatable, wins over files',
    },
    {
      name: 'region',
      value: '<name>',
      group: 'Input',
      describe: 'The Region of templates, and of providers of sources that name none; where --context-live reads',
    },
    { name: 'account', value: '<id>', group: 'Input', describe: 'The account templates go to' },
    {
      name: 'context',
      value: '<path>',
      many: true,
      group: 'Input',
      describe:
        'What exists beside the inputs and is not judged: describe output, snapshots, states of other stacks; repeatable',
    },
    {
      name: 'context-live',
      group: 'Input',
      describe: 'Read from the account what the inputs name and do not hold, as context',
    },
    ...LIVE.filter(({ name }) => Object.hasOwn(OF_CONTEXT, name)).map((option) => ({
      ...option,
      describe: OF_CONTEXT[option.name]!,
    })),
    {
      name: 'changed',
      group: 'Input',
      describe: 'Only faults in what a plan or change set creates or changes that were not there before',
    },
    {
      name: 'changed-since',
      value: '<git ref>',
      group: 'Input',
      describe: 'Only faults that the working tree brings against that revision; sources, templates',
    },
    { name: 'include-managed', group: 'Input', describe: 'Judge endpoints that another service manages, too' },
    {
      name: 'config',
      alias: 'c',
      value: '<file>',
      group: 'Config',
      describe: 'Default: nearest vpce-lint.yaml from here up to the git root',
    },
    { name: 'no-config', group: 'Config', describe: 'Read none' },
    { name: 'print-config', group: 'Config', describe: 'Print what is in effect, and which line says so, and stop' },
    { name: 'no-inline', group: 'Config', describe: 'Do not honour suppression comments' },
    { name: 'no-tag-ignores', group: 'Config', describe: 'Do not honour suppressions written as tags' },
    { name: 'baseline', value: '<file>', group: 'Exit status', describe: 'Findings it knows do not fail' },
    {
      name: 'update-baseline',
      group: 'Exit status',
      describe: 'Write the baseline: what is there now, less what is gone',
    },
    {
      name: 'fail-on',
      value: '<level>',
      choices: FAIL_ON,
      group: 'Exit status',
      describe: 'error, warning (default), note or never: lowest level that makes it 1',
    },
    { name: 'fail-on-undecided', group: 'Exit status', describe: 'A check that could not be decided makes it 1, too' },
    { name: 'allow-partial', group: 'Exit status', describe: 'An incomplete input does not make it 3' },
    { name: 'allow-empty', group: 'Exit status', describe: 'An input without endpoints does not make it 3' },
  ],
  statuses: [
    ['0', 'nothing at or above --fail-on'],
    ['1', 'findings at or above it'],
    ['2', 'wrong usage or config'],
    ['3', 'incomplete: an input could not be read, or not whole, or is empty'],
    ['70', 'a bug in vpce-lint'],
  ],
  examples: [
    ['vpce-lint .', 'judge the Terraform sources below this directory'],
    ['terraform show -json tfplan | vpce-lint -', 'judge a saved plan'],
    ['vpce-lint exports/ --preset strict --fail-on error', 'a directory of aws ec2 describe-* output, by more rules'],
    ['vpce-lint plan.json -f pretty -f sarif=vpce-lint.sarif', 'one run for the log and for code scanning'],
    ['vpce-lint plan.json --changed', 'only what this change breaks'],
    ['vpce-lint . --changed-since origin/main', 'only what this branch breaks'],
    ["vpce-lint plan.json --rule 'dns/*=error' --ignore availability/single-az", 'other levels, one rule less'],
  ],
  run: runLint,
};
