import { InputError } from '../model/input-error.ts';
import { plain } from '../reporters/text.ts';
import { NoWebAssembly } from '../text/json/index.ts';
import { version } from '../version.ts';
import { commands } from './commands/index.ts';
import { errorLine } from './error-line.ts';
import { EXIT } from './exit.ts';
import { help } from './help.ts';
import type { Io } from './io.ts';
import { parse } from './parse.ts';

const ISSUES = 'https://github.com/vpce-lint/vpce-lint/issues';

/** Runs a command line. A mistake of the user ends in one line and an exit status, never in a stack trace. */
export async function app(argv: readonly string[], io: Io): Promise<number> {
  try {
    const { command, args } = parse(argv, commands);
    if (args.flag('help')) {
      io.stdout.write(help(command, args.named, commands));
      return EXIT.ok;
    }
    if (args.flag('version')) {
      io.stdout.write(args.flag('verbose') ? await versions() : `${version}\n`);
      return EXIT.ok;
    }
    return await command.run(args, io, commands);
  } catch (error) {
    if (error instanceof NoWebAssembly) {
      if (error.remedy !== undefined && io.again) return (await io.again(error.remedy)) ?? EXIT.bug;
      io.stderr.write(`vpce-lint: ${error.message}\n`);
      return EXIT.incomplete;
    }
    if (error instanceof InputError) {
      io.stderr.write(`vpce-lint: ${errorLine(error)}\n`);
      return EXIT.usage;
    }
    const message = error instanceof Error ? error.message : String(error);
    const verbose = argv.includes('-v') || argv.includes('--verbose');
    io.stderr.write(`vpce-lint: this is a bug: ${plain(message)}. Please report it: ${ISSUES}\n`);
    if (verbose && error instanceof Error) io.stderr.write(`${stackOf(error)}\n`);
    return EXIT.bug;
  }
}

async function versions(): Promise<string> {
  return (await import('./versions.ts')).versionsText();
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack}` : '';
  return `${error.stack}${cause}`;
}
