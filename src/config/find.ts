import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isInside } from '../base/regular-file.ts';
import { shownPath } from '../base/shown-path.ts';
import { InputError } from '../model/index.ts';

const NAME = 'vpce-lint.yaml';
/** Other names that people may give it. They are not read, so they are an error. */
const OTHER_NAMES = ['vpce-lint.yml', '.vpce-lint.yaml', '.vpce-lint.yml'];

/** The nearest config from a directory up to the root of its git work tree. @throws InputError for a wrong name */
export function findConfig(cwd: string): string | null {
  const places = placesToLook(cwd);
  for (const directory of places) {
    const config = join(directory, NAME);
    if (existsSync(config)) {
      if (isInside(config, places.at(-1)!)) return config;
      throw new InputError('this link leads out of the repository', {
        file: shownPath(config, cwd),
        hint: 'Name its target with --config',
      });
    }
    const other = OTHER_NAMES.map((name) => join(directory, name)).find((path) => existsSync(path));
    if (other === undefined) continue;
    throw new InputError('vpce-lint does not read a config with this name', {
      file: shownPath(other, cwd),
      hint: `Rename it to ${NAME}, or name it with --config`,
    });
  }
  return null;
}

/** Outside of git only the directory itself: a stray file in a home directory must not decide what CI does. */
function placesToLook(cwd: string): readonly string[] {
  const places: string[] = [];
  for (let directory = cwd; ; directory = dirname(directory)) {
    places.push(directory);
    if (existsSync(join(directory, '.git'))) return places;
    if (dirname(directory) === directory) return [cwd];
  }
}
