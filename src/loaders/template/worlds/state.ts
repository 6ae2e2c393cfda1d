/** One way to take what a template leaves open: what is said of some unknown values, by their symbols. */
export interface Taken {
  /** The value it has. */
  readonly is?: string;
  /** Values it has not. */
  readonly not: readonly string[];
}

export type State = ReadonlyMap<string, Taken>;

/** An unknown value whose candidates decide something. */
export interface Question {
  readonly symbol: string;
  /** What a person calls it: `parameter Environment`. */
  readonly label: string;
  readonly options: readonly string[];
  /** Whether it may be none of them. */
  readonly rest: boolean;
}

export function answered(state: State, symbol: string, answer: Taken): State {
  const next = new Map(state);
  next.set(symbol, answer);
  return next;
}
