import type { Progress } from '../../loaders/live/request.ts';
import { plain } from '../../reporters/text.ts';
import type { Args } from '../command.ts';
import type { Io } from '../io.ts';

const QUIET_MS = 300;
const EVERY_MS = 100;

export interface ProgressLine {
  readonly onProgress?: (progress: Progress) => void;
  /** Clears the line. */
  done(): void;
}

/** One line of progress on standard error: on a terminal only, and not for short runs. */
export function progressLine(args: Args, io: Io): ProgressLine {
  const wanted = io.stderr.isTerminal && !io.env.CI && !args.flag('no-progress') && !args.flag('quiet');
  if (!wanted) return { done: () => undefined };
  const started = Date.now();
  let last: Progress | undefined;
  let shown = false;
  const timer = setInterval(() => {
    const elapsed = Date.now() - started;
    if (elapsed < QUIET_MS || last === undefined) return;
    shown = true;
    io.stderr.write(`\r\x1b[K${plain(lineOf(last, elapsed)).slice(0, (io.stderr.columns ?? 80) - 1)}`);
  }, EVERY_MS);
  timer.unref();
  return {
    onProgress: (progress) => {
      last = progress;
    },
    done: () => {
      clearInterval(timer);
      if (shown) io.stderr.write('\r\x1b[K');
    },
  };
}

/** `12/51  111122223333 eu-west-1 DescribeSubnets  2.1 s`. */
export function lineOf({ done, all, account, region, call }: Progress, elapsedMs: number): string {
  const how = all === 0 ? [] : [`${done}/${all}`];
  const what = [account, region, call].filter((part) => part !== null).join(' ');
  return [...how, what, `${(elapsedMs / 1000).toFixed(1)} s`].join('  ');
}
