import type { Args } from './command.ts';
import type { Io } from './io.ts';
export function explainRule(_args: Args, _io: Io): number {
  return 0;
}
