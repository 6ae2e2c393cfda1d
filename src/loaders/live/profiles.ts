/** Names of the profiles in the files of the AWS CLI, for messages. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { didYouMean } from '../../base/nearest.ts';
import { listed } from '../../base/words.ts';
import { InputError } from '../../model/input-error.ts';
import type { LiveRequest } from './request.ts';

/** The error for a profile that neither file has. Undefined for a profile that exists. */
export function unknownProfile(profile: string, { profileFiles = {} }: LiveRequest): InputError | undefined {
  const known = profilesIn(profileFiles);
  if (known.includes(profile)) return undefined;
  return new InputError(`--profile: unknown profile "${profile}"${didYouMean(profile, known)}`, {
    hint: known.length === 0 ? 'Create a profile with `aws configure`' : `Use one of ${listed(known, 10)}`,
  });
}

function profilesIn(files: NonNullable<LiveRequest['profileFiles']>): readonly string[] {
  const folder = join(homedir(), '.aws');
  const config = sectionsOf(files.config ?? join(folder, 'config'));
  const credentials = sectionsOf(files.credentials ?? join(folder, 'credentials'));
  const named = config.flatMap((section) => {
    if (section === 'default') return [section];
    const [, name] = /^profile\s+"?(.*?)"?$/.exec(section) ?? [];
    return name === undefined ? [] : [name];
  });
  return [...new Set([...named, ...credentials])].sort();
}

/** Names of the sections of an INI file. Empty if it cannot be read. */
function sectionsOf(file: string): string[] {
  try {
    return [...readFileSync(file, 'utf8').matchAll(/^\s*\[\s*([^\]]+?)\s*\]/gm)].map(([, name]) => name!);
  } catch {
    return [];
  }
}
