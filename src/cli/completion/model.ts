/** What can stand in a place: these words, and files where it says so. */
export interface Values {
  readonly words: readonly string[];
  readonly files?: boolean;
}

export interface CompletedOption {
  /** `--format`, `-f`. */
  readonly names: readonly string[];
  readonly describe: string;
  /** Left out for a switch. */
  readonly values?: Values;
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly positional: Values;
  readonly options: readonly CompletedOption[];
}

/** What a command line can hold; the first command is the default one. */
export interface Completion {
  readonly commands: readonly CompletedCommand[];
}

/** A text in single quotes for a POSIX shell: inside, nothing has a meaning. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Arms of a shell's `case`: after these options of this command, these values. */
export function valueArms({ commands }: Completion): { pattern: string; values: Values }[] {
  return commands.flatMap(({ name, options }) =>
    options.flatMap(({ names, values }) =>
      values ? [{ pattern: names.map((each) => quoted(`${name} ${each}`)).join('|'), values }] : [],
    ),
  );
}
