/** How bad: `error` AWS refuses it, it cannot work or is open to the world; `warning` works but loses what was wanted; `note` a choice worth seeing. */
export type Level = 'error' | 'warning' | 'note';

/** Worst first. */
export const LEVELS: readonly Level[] = ['error', 'warning', 'note'];
