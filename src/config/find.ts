import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const CONFIG_NAME = 'vpce-lint.yaml';

/**
 * The nearest config from a directory up to the root of its git work tree. Outside of one only the directory itself
 * counts: a stray file in a home directory must not decide what CI does.
 */
export function findConfig(cwd: string): string | null {
  let found: string | null = null;
  for (let directory = cwd; ; directory = dirname(directory)) {
    const candidate = join(directory, CONFIG_NAME);
    if (found === null && existsSync(candidate)) found = candidate;
    if (existsSync(join(directory, '.git'))) return found;
    if (dirname(directory) === directory) return found === join(cwd, CONFIG_NAME) ? found : null;
  }
}
