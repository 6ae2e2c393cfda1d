import { FAIL_ON, PRESETS } from '../../config/config.ts';
import { FORMATS } from '../../reporters/index.ts';
import type { Command } from '../command.ts';
import { runLint } from '../lint.ts';
import { LIVE } from '../live/options.ts';
import { NO_PROGRESS } from '../options.ts';

/** Options of `audit` that select the account for `--context-live`. */
const OF_CONTEXT: Readonly<Record<string, string>> = {
  profile: 'Profile of ~/.aws/config for --context-live',
  'role-arn': 'Role to assume for --context-live, or a chain of roles',
  'external-id': 'External ID for --role-arn',
  'endpoint-url': 'Send every AWS call to this URL',
  concurrency: 'How many calls may run at once; default 32',
};

export const lint: Command = {
  name: 'lint',
  args: '<input>...',
  summary: 'check files, directories, globs, or - for standard input',
  about:
    'vpce-lint detects the kind of each input from its content. It reads Terraform or OpenTofu code (a directory), a plan (terraform show -json PLAN), a state (show -json, or terraform.tfstate), output of aws ec2 describe-* (a file or a directory), query results and snapshots of AWS Config, CloudFormation and SAM templates, and CDK assemblies (cdk.out).',
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
      describe: 'File that SARIF shows for findings without a file; default: the config file',
    },
    {
      name: 'statistics',
      group: 'Output',
      describe: 'Print the number of findings of each rule instead of the findings',
    },
    { name: 'show-suppressed', group: 'Output', describe: 'Also list suppressed and baselined findings' },
    { name: 'quiet', alias: 'q', group: 'Output', describe: 'Print only findings and the summary line' },
    {
      name: 'verbose',
      alias: 'v',
      group: 'Output',
      describe: 'Also list passed checks; print a stack trace if vpce-lint crashes',
    },
    NO_PROGRESS,
    { name: 'timing', group: 'Output', describe: 'Print timings' },
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
      describe: 'Set a rule, a family (dns/*) or all (*) to off, note, warning or error; repeatable, the last one wins',
    },
    {
      name: 'select',
      value: '<id,...>',
      many: true,
      group: 'Rules',
      describe: 'Run only these rules, families (dns) or controls (control:EC2.55), from any preset',
    },
    {
      name: 'ignore',
      value: '<id,...>',
      many: true,
      group: 'Rules',
      describe: 'Do not run these rules, families or controls',
    },
    {
      name: 'kind',
      value: '<kind>',
      choices: ['plan', 'state', 'describe', 'config', 'sources', 'cloudformation'],
      group: 'Input',
      describe: 'Skip detection: plan, state, describe, config, sources or cloudformation',
    },
    {
      name: 'root',
      value: '<dir|tfplan>',
      group: 'Input',
      describe:
        "Terraform code of a plan, or the binary plan file; default: the plan's directory, then the working directory",
    },
    {
      name: 'parameters',
      value: '<file>',
      many: true,
      group: 'Input',
      describe: 'Values of template parameters, as JSON in a format of the AWS CLI; repeatable',
    },
    {
      name: 'parameter',
      value: '<Key=Value>',
      many: true,
      group: 'Input',
      describe: 'Value of one template parameter, which overrides files; repeatable',
    },
    {
      name: 'var-file',
      value: '<file>',
      many: true,
      group: 'Input',
      describe: 'Values of variables of Terraform code; repeatable, the last one wins',
    },
    {
      name: 'var',
      value: '<name=value>',
      many: true,
      group: 'Input',
      describe: 'Value of one variable of Terraform code, which overrides files; repeatable',
    },
    {
      name: 'region',
      value: '<name>',
      group: 'Input',
      describe: 'Region of templates and of providers without a region; Region that --context-live reads',
    },
    { name: 'account', value: '<id>', group: 'Input', describe: 'Account of templates' },
    {
      name: 'context',
      value: '<path>',
      many: true,
      group: 'Input',
      describe: 'What other stacks have, read but not checked: describe output, snapshots, states; repeatable',
    },
    {
      name: 'context-live',
      group: 'Input',
      describe: 'Read from the account, as context, what the inputs name but do not contain',
    },
    ...LIVE.filter(({ name }) => Object.hasOwn(OF_CONTEXT, name)).map((option) => ({
      ...option,
      describe: OF_CONTEXT[option.name]!,
    })),
    {
      name: 'changed',
      group: 'Input',
      describe: 'Report only new problems in what a plan or change set creates or changes',
    },
    {
      name: 'changed-since',
      value: '<git ref>',
      group: 'Input',
      describe: 'Report only problems that are new since this revision; for Terraform code and templates',
    },
    { name: 'include-managed', group: 'Input', describe: 'Also check endpoints that another AWS service manages' },
    {
      name: 'config',
      alias: 'c',
      value: '<file>',
      group: 'Config',
      describe: 'Config file; default: the nearest vpce-lint.yaml up to the root of the git repository',
    },
    { name: 'no-config', group: 'Config', describe: 'Do not read a config file' },
    {
      name: 'print-config',
      group: 'Config',
      describe: 'Print the settings in effect and the line each comes from, then exit',
    },
    { name: 'no-inline', group: 'Config', describe: 'Ignore suppression comments' },
    { name: 'no-tag-ignores', group: 'Config', describe: 'Ignore suppressions in tags' },
    {
      name: 'baseline',
      value: '<file>',
      group: 'Exit status',
      describe: 'Findings recorded in this file do not count for the exit status',
    },
    {
      name: 'update-baseline',
      group: 'Exit status',
      describe: 'Rewrite the baseline: add current findings, remove fixed ones',
    },
    {
      name: 'fail-on',
      value: '<level>',
      choices: FAIL_ON,
      group: 'Exit status',
      describe: 'Lowest level that makes the exit status 1: error, warning (default), note or never',
    },
    { name: 'fail-on-undecided', group: 'Exit status', describe: 'An undecided check also makes the exit status 1' },
    { name: 'allow-partial', group: 'Exit status', describe: 'An incomplete input does not make the exit status 3' },
    {
      name: 'allow-empty',
      group: 'Exit status',
      describe: 'An input without endpoints does not make the exit status 3',
    },
  ],
  statuses: [
    ['0', 'no finding at or above --fail-on'],
    ['1', 'a finding at or above --fail-on'],
    ['2', 'wrong usage or config'],
    ['3', 'incomplete: an input is unreadable, partial or empty'],
    ['70', 'a bug in vpce-lint'],
  ],
  examples: [
    ['vpce-lint .', 'check the Terraform code below this directory'],
    ['terraform show -json tfplan | vpce-lint -', 'check a saved plan'],
    [
      'vpce-lint exports/ --preset strict --fail-on error',
      'check a directory of aws ec2 describe-* output with more rules',
    ],
    ['vpce-lint plan.json -f pretty -f sarif=vpce-lint.sarif', 'write a log and a file for code scanning'],
    ['vpce-lint plan.json --changed', 'report only what this plan breaks'],
    ['vpce-lint . --changed-since origin/main', 'report only what this branch breaks'],
    ["vpce-lint plan.json --rule 'dns/*=error' --ignore availability/single-az", 'change levels and turn one rule off'],
  ],
  run: runLint,
};
