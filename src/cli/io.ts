/** The world outside, so that commands can be run in a test. Only `main.ts` binds it to the process. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Sink;
  readonly stderr: Sink;
  stdin(): Promise<Uint8Array>;
  /** Called when a lint is done, its report written; `work` names the kinds of its inputs and formats. */
  linted?(work: string): void;
  /** Runs the same command line in a new process, with an option of Node.js more. Its exit status; null if it was killed. */
  again?(option: string): Promise<number | null>;
}

export interface Sink {
  write(text: string): void;
  /** Waits until the reader has room for more. False if it has gone. Called between the pieces of a long text. */
  room?(): Promise<boolean>;
  readonly isTerminal: boolean;
  /** Columns of the terminal, if the output goes to one. */
  readonly columns: number | undefined;
}
