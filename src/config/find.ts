import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isInside } from '../base/regular-file.ts';
import { shownPath } from '../findings/index.ts';
import { InputError } from '../model/index.ts';

const NAME = 'vpce-lint.yaml';
/** What people may call it: never read, so never passed over in silence. */
const OTHER_NAMES = ['vpce-lint.yml', '.vpce-lint.yaml', '.vpce-lint.yml'];

/** The nearest config from a directory up to the root of its git work tree. Throws InputError for one misnamed. */
export function findConfig(cwd: string): string | null {
  const places = placesToLook(cwd);
  for (const directory of places) {
    const config = join(directory, NAME);
    if (existsSync(config)) {
      if (isInside(config, places.at(-1)!)) return config;
      throw new InputError('it is a link that leads out of the repository', {
        file: shownPath(config, cwd),
        hint: 'name what it leads to with --config',
      });
    }
    const other = OTHER_NAMES.map((name) => join(directory, name)).find((path) => existsSync(path));
    if (other === undefined) continue;
    throw new InputError('a config of this name is not read', {
      file: shownPath(other, cwd),
      hint: `call it ${NAME}, or name it with --config`,
    });
  }
  return null;
}

/** Outside of git the directory alone: a stray file in a home directory must not decide what CI does. */
function placesToLook(cwd: string): readonly string[] {
  const places: string[] = [];
  for (let directory = cwd; ; directory = dirname(directory)) {
    places.push(directory);
    if (existsSync(join(directory, '.git'))) return places;
    if (dirname(directory) === directory) return [cwd];
  }
}
