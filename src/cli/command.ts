import type { Io } from './io.ts';

/** One option of a command: parsing, checks, `--help` and completion all come from this. */
export interface Option {
  readonly name: string;
  readonly alias?: string;
  /** Placeholder of its value in the help: `<file>`. Absent for a switch. */
  readonly value?: string;
  /** Repeatable; values add up. Otherwise the last one counts. */
  readonly many?: true;
  readonly choices?: readonly string[];
  readonly describe: string;
  readonly group: OptionGroup;
  /** Accepted, but not listed in the help. */
  readonly hidden?: true;
}

export type OptionGroup = 'Rules' | 'Input' | 'Config' | 'Output' | 'Exit status' | 'General';

export interface Command {
  readonly name: string;
  /** Its arguments in the usage line: `<input>...`. */
  readonly args: string;
  readonly summary: string;
  /** More text for the help. */
  readonly about?: string;
  readonly options: readonly Option[];
  /** Command lines, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** Exit statuses and their meanings, if the command has its own. */
  readonly statuses?: readonly (readonly [status: string, meaning: string])[];
  /** Does the work; the exit status. */
  run(args: Args, io: Io, commands: readonly Command[]): number | Promise<number>;
}

/** A parsed command line, checked against the command's options. */
export interface Args {
  readonly positional: readonly string[];
  /** Whether the user named the command. */
  readonly named: boolean;
  flag(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
}
