import { remembered } from '../base/memo.ts';

/**
 * Where a fact was read, symbolically. Only `src/findings/locate.ts` turns an origin into file and line, late, and
 * only for what is going to be printed. One origin a resource; attribute paths are derived with `within`.
 */
export interface Origin {
  /** The input document, by its index in the run. */
  readonly input: number;
  /** Terraform address, CloudFormation logical id or ARN of the object. */
  readonly address?: string;
  /** Path inside the object in the input's own names, e.g. `['subnet_ids']` or `['Groups', 0]`. */
  readonly path?: readonly (string | number)[];
  /** JSON pointer of the object in its file. */
  readonly pointer?: string;
}

/** The origin of something inside the object at `origin`. */
export function within(origin: Origin, ...path: readonly (string | number)[]): Origin {
  // Called for every fact that is asked for: written out, for spreading an object takes several times as long.
  const { input, address, pointer } = origin;
  const full = origin.path === undefined ? shared(path) : [...origin.path, ...path];
  if (address === undefined) return pointer === undefined ? { input, path: full } : { input, path: full, pointer };
  return pointer === undefined ? { input, address, path: full } : { input, address, path: full, pointer };
}

/** One path for all attributes of one name. */
const paths = new Map<string | number, readonly (string | number)[]>();

function shared(path: readonly (string | number)[]): readonly (string | number)[] {
  return path.length === 1 ? remembered(paths, path[0]!, () => path) : path;
}
