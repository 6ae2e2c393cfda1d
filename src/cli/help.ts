import { width, wrap } from '../reporters/text.ts';
import { version } from '../version.ts';
import type { Command, Option, OptionGroup } from './command.ts';
import { optionsOf } from './parse.ts';

const COLUMNS = 80;
const INTRO = 'Finds what is wrong with your AWS VPC endpoints before you merge.';
const GROUPS: readonly OptionGroup[] = ['Input', 'Output', 'Rules', 'Config', 'Exit status', 'General'];

/** The help of the program, which is also that of its default command, or of one command; 80 columns. */
export function help(command: Command, named: boolean, commands: readonly Command[]): string {
  const whole = !named;
  const parts = [
    whole ? `vpce-lint ${version}\n${INTRO}` : capital(`${command.summary}.`),
    usage(command, whole),
    ...(command.about === undefined ? [] : [wrap(command.about, COLUMNS).join('\n')]),
    ...(whole ? [section('Commands', commands.map(commandRow))] : []),
    ...GROUPS.flatMap((group) => {
      const rows = optionsOf(command).filter((each) => each.group === group && !each.hidden);
      return rows.length === 0 ? [] : [section(group, rows.map(optionRow))];
    }),
    ...(command.statuses ? [section('Exit statuses', command.statuses)] : []),
    ['Examples:', ...command.examples.flatMap(([line, does]) => [`  ${line}`, `      ${does}`])].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function usage(command: Command, whole: boolean): string {
  const name = whole ? `[${command.name}]` : command.name;
  return `Usage: vpce-lint ${[name, command.args, '[options]'].filter((part) => part !== '').join(' ')}`;
}

function commandRow(command: Command, index: number): readonly [string, string] {
  return [`${command.name} ${command.args}`.trim(), `${command.summary}${index === 0 ? ' (the default)' : ''}`];
}

function optionRow(option: Option): readonly [string, string] {
  const alias = option.alias === undefined ? '    ' : `-${option.alias}, `;
  return [`${alias}--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`, option.describe];
}

/** Rows of two columns. A left part that is too long gets its own line. */
function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const left = Math.min(Math.max(...rows.map(([name]) => width(name))), 30);
  const lines = rows.flatMap(([name, text]) => {
    const [first = '', ...rest] = wrap(text, COLUMNS - left - 4);
    const hanging = rest.map((line) => `${' '.repeat(left + 4)}${line}`);
    if (width(name) > left) return [`  ${name}`, `${' '.repeat(left + 4)}${first}`, ...hanging];
    return [`  ${name}${' '.repeat(left - width(name) + 2)}${first}`.trimEnd(), ...hanging];
  });
  return [`${title}:`, ...lines].join('\n');
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
