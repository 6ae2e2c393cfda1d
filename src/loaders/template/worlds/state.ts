/** One set of assumptions about what a template leaves open: about some unknown values, by their symbols. */
export interface Taken {
  /** The value it has. */
  readonly is?: string;
  /** Values that it does not have. */
  readonly not: readonly string[];
}

export type State = ReadonlyMap<string, Taken>;

/** An unknown value whose candidates decide something. */
export interface Question {
  readonly symbol: string;
  /** Its name for a person: `parameter Environment`. */
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
