import type { InputError } from '../model/index.ts';
import type { YamlFile } from './yaml.ts';

/** Steps from the top of a config to a value in it. */
export type Path = readonly (string | number)[];

/** Where a config is wrong: throws InputError with file, line and column of a path in it. */
export interface Source {
  readonly file: string;
  readonly yaml: YamlFile;
  fault(path: Path, message: string, of?: 'key' | 'value'): InputError;
}
