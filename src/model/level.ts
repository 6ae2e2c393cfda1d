/**
 * How bad a finding is. `error`: AWS rejects it, it cannot work, or it is open to the world. `warning`: it works, but not as
 * intended. `note`: a choice worth seeing.
 */
export type Level = 'error' | 'warning' | 'note';

/** Worst first. */
export const LEVELS: readonly Level[] = ['error', 'warning', 'note'];
