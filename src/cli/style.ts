import type { Args } from './command.ts';
import type { Io, Sink } from './io.ts';

/** Whether to color a stream: the option wins, then FORCE_COLOR and NO_COLOR, then whether it is a terminal. */
export function wantsColor(args: Args, io: Io, sink: Sink): boolean {
  const option = args.flag('no-color') ? 'never' : (args.text('color') ?? 'auto');
  if (option !== 'auto') return option === 'always';
  const forced = io.env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (io.env.NO_COLOR) return false;
  return sink.isTerminal && io.env.TERM !== 'dumb';
}

/** Columns to fill: those of the terminal, within limits; elsewhere 80, so that the same input gives the same bytes. */
export function columnsOf(sink: Sink): number {
  return Math.min(Math.max(sink.columns ?? 80, 60), 120);
}
