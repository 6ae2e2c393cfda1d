import parser from 'yargs-parser';
import { didYouMean } from '../base/nearest.ts';
import { InputError } from '../model/input-error.ts';
import type { Args, Command, Option } from './command.ts';
import { GENERAL } from './options.ts';

export interface Invocation {
  readonly command: Command;
  readonly args: Args;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Takes a command line apart. The first command is the default one. Throws InputError where it cannot be understood.
 * Options mean the same wherever they are taken.
 */
export function parse(argv: readonly string[], commands: readonly Command[]): Invocation {
  const options = commands.flatMap(optionsOf);
  const { argv: values, error } = parser.detailed([...argv], {
    alias: Object.fromEntries(options.flatMap(({ name, alias }) => (alias === undefined ? [] : [[name, alias]]))),
    boolean: options.filter(({ value }) => value === undefined).map(({ name }) => name),
    string: options.filter(({ value }) => value !== undefined).map(({ name }) => name),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
    },
  });
  if (error) throw new InputError(error.message);
  const words = (values._ as readonly unknown[]).map(String);
  const named = commands.find(({ name }) => name === words[0]);
  const command = named ?? commands[0]!;
  return { command, args: checked(command, values, named ? words.slice(1) : words, named !== undefined) };
}

export function optionsOf(command: Command): readonly Option[] {
  const own = new Set(command.options.map(({ name }) => name));
  return [...command.options, ...GENERAL.filter(({ name }) => !own.has(name))];
}

const NOT_OPTIONS = new Set(['_', '$0']);

function checked(command: Command, values: Values, positional: readonly string[], named: boolean): Args {
  const options = new Map(optionsOf(command).map((option) => [option.name, option]));
  for (const name of Object.keys(values)) {
    if (NOT_OPTIONS.has(name) || options.has(name) || values[name] === undefined) continue;
    throw unknownOption(name, [...options.values()]);
  }
  const all = (name: string) => [values[name] ?? []].flat().map(String);
  // An empty path is the working directory to a file system, and an unset variable to whoever wrote the line.
  if (positional.includes(''))
    throw new InputError('an argument is empty', { hint: 'is a variable of the shell unset?' });
  for (const option of options.values()) {
    if (option.value === undefined) continue;
    for (const value of all(option.name)) checkValue(option, value);
  }
  return {
    positional,
    named,
    flag: (name) => [values[name] ?? false].flat().at(-1) === true,
    text: (name) => all(name).at(-1),
    list: (name) => all(name),
  };
}

function unknownOption(name: string, options: readonly Option[]): InputError {
  const dashed = name.length === 1 ? `-${name}` : `--${name}`;
  const near =
    name.length === 1
      ? ''
      : didYouMean(
          dashed,
          options.filter((each) => !each.hidden).map((each) => `--${each.name}`),
        );
  return new InputError(`unknown option ${dashed}${near}`, near === '' ? { hint: 'vpce-lint --help lists them' } : {});
}

function checkValue(option: Option, value: string): void {
  if (value === '') throw new InputError(`--${option.name} needs a value: --${option.name} ${option.value}`);
  if (!option.choices || option.choices.includes(value)) return;
  const near = didYouMean(value, option.choices);
  throw new InputError(`--${option.name} takes ${option.choices.join(', ')}, not "${value}"${near}`);
}
