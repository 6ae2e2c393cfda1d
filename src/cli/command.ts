import type { Io } from './io.ts';

/** One option of a command: parsing, checks, `--help` and completion all come from this. */
export interface Option {
  readonly name: string;
  readonly alias?: string;
  /** What stands for its value in the help: `<file>`. Left out for a switch. */
  readonly value?: string;
  /** May be given again; values add up. Without it the last one counts. */
  readonly many?: true;
  readonly choices?: readonly string[];
  readonly describe: string;
  readonly group: OptionGroup;
  /** Understood, but not worth a line in the help. */
  readonly hidden?: true;
}

export type OptionGroup = 'Rules' | 'Input' | 'Config' | 'Output' | 'Exit status' | 'General';

export interface Command {
  readonly name: string;
  /** Its arguments, as the usage line shows them: `<input>...`. */
  readonly args: string;
  readonly summary: string;
  /** What else the help says. */
  readonly about?: string;
  readonly options: readonly Option[];
  /** Command lines, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** Exit statuses and what they mean, where the command has its own. */
  readonly statuses?: readonly (readonly [status: string, meaning: string])[];
  /** Does the work; the exit status. */
  run(args: Args, io: Io, commands: readonly Command[]): number | Promise<number>;
}

/** A command line, taken apart and checked against the command's options. */
export interface Args {
  readonly positional: readonly string[];
  /** Whether the command was named, not just taken by default. */
  readonly named: boolean;
  flag(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
}
