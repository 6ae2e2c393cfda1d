/** `<stack>.assets.json` of an assembly: which file is published under which hash. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapAt, type Raw, textAt } from '../document/raw.ts';

/** Paths of templates inside a folder by their hashes. */
export function assetsIn(folder: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.assets.json')) continue;
    for (const [hash, file] of Object.entries(mapAt(read(join(folder, name)), 'files'))) {
      const path = textAt(mapAt(file, 'source'), 'path');
      if (path !== undefined) out.set(/^[0-9a-f]{64}/.exec(hash)?.[0] ?? hash, path);
    }
  }
  return out;
}

function read(path: string): Raw {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Raw;
  } catch {
    return null;
  }
}
