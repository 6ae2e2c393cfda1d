import parser from 'yargs-parser';
import { didYouMean } from '../base/nearest.ts';
import { oneOf } from '../base/sentences.ts';
import { InputError } from '../model/input-error.ts';
import type { Args, Command, Option } from './command.ts';
import { GENERAL } from './options.ts';

export interface Invocation {
  readonly command: Command;
  readonly args: Args;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Parses a command line. The first command is the default one. An option means the same in every command that has it.
 *
 * @throws InputError for what cannot be understood
 */
export function parse(argv: readonly string[], commands: readonly Command[]): Invocation {
  const options = commands.flatMap(optionsOf);
  const { argv: values, error } = parser.detailed(apart(argv, options), {
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
  const positional = named ? words.slice(1) : words;
  return { command, args: checked({ command, commands, argv }, values, positional, named !== undefined) };
}

/** Sets a value apart that follows the letter of its option: `-fjson` is `-f json`. */
function apart(argv: readonly string[], options: readonly Option[]): string[] {
  const end = argv.indexOf('--');
  const letters = new Set(
    options.flatMap(({ alias, value }) => (alias !== undefined && value !== undefined ? [alias] : [])),
  );
  return argv.flatMap((each, i) => {
    const [, letter, value] = end === -1 || i < end ? (/^-([a-z])([^=].*)$/is.exec(each) ?? []) : [];
    return letter !== undefined && value !== undefined && letters.has(letter) ? [`-${letter}`, value] : [each];
  });
}

export function optionsOf(command: Command): readonly Option[] {
  const own = new Set(command.options.map(({ name }) => name));
  return [...command.options, ...GENERAL.filter(({ name }) => !own.has(name))];
}

const NOT_OPTIONS = new Set(['_', '$0']);

interface Typed {
  readonly command: Command;
  readonly commands: readonly Command[];
  readonly argv: readonly string[];
}

function checked(typed: Typed, values: Values, positional: readonly string[], named: boolean): Args {
  const { command } = typed;
  const options = new Map(optionsOf(command).map((option) => [option.name, option]));
  for (const name of Object.keys(values)) {
    if (NOT_OPTIONS.has(name) || options.has(name) || values[name] === undefined) continue;
    throw unknownOption(name, typed);
  }
  const all = (name: string) => [values[name] ?? []].flat().map(String);
  // To a file system an empty path is the working directory. On a command line it is most often an unset variable.
  if (positional.includes(''))
    throw new InputError('an argument is empty', { hint: 'Is a variable of the shell unset?' });
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

function unknownOption(name: string, { command, commands, argv }: Typed): InputError {
  const typed = asTyped(name, commands, argv);
  const shown = optionsOf(command).filter((each) => !each.hidden);
  const dashed = shown.map((each) => `--${each.name}`);
  const near = typed.startsWith('--') ? didYouMean(typed, dashed) : '';
  const owner = commands.find((each) => each !== command && each.options.some((option) => option.name === name));
  const lists = `\`vpce-lint ${command.name} --help\` lists all options`;
  if (name === 'output' && shown.some((each) => each.name === 'format'))
    return new InputError(`unknown option ${typed}`, { hint: 'To write to a file use --format json=<file>' });
  return new InputError(`unknown option ${typed}${near}`, {
    hint: near === '' && owner ? `It is an option of \`vpce-lint ${owner.name}\`` : lists,
  });
}

/** An option as the user typed it: `-o` rather than `--output`. */
function asTyped(name: string, commands: readonly Command[], argv: readonly string[]): string {
  if (name.length === 1) return `-${name}`;
  const long = `--${name}`;
  const alias = commands.flatMap(optionsOf).find((each) => each.name === name)?.alias;
  const isLong = alias === undefined || argv.some((each) => each === long || each.startsWith(`${long}=`));
  return isLong ? long : `-${alias}`;
}

function checkValue(option: Option, value: string): void {
  if (value === '')
    throw new InputError(`--${option.name} needs a value`, { hint: `Write --${option.name} ${option.value}` });
  if (!option.choices || option.choices.includes(value)) return;
  const near = didYouMean(value, option.choices);
  throw new InputError(`--${option.name}: unknown value "${value}"${near}`, { hint: `Use ${oneOf(option.choices)}` });
}
