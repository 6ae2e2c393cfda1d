export declare function mutantsOf(
  file: string,
  source: string,
  before?: number,
): {
  readonly code: string;
  readonly mutants: readonly { readonly line: number; readonly was: string; readonly is: string }[];
};
