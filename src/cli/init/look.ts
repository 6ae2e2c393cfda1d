/** What a config or a CI entry depends on: inputs below a directory, accounts, and CI systems in use. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { load } from '../../loaders/index.ts';
import { repositoryOf } from '../../loaders/terraform/sources/files.ts';
import type { InputKind } from '../../model/index.ts';

export interface Found {
  readonly kind: InputKind;
  readonly path: string;
  readonly endpoints: number;
}

export interface Surroundings {
  /** The root of the repository, or the directory itself outside of a repository. */
  readonly root: string;
  /** The directory relative to the root; `.` for the root. */
  readonly below: string;
  readonly inputs: readonly Found[];
  /** Account ids that the inputs show as the owners of endpoints. */
  readonly accounts: readonly string[];
  /** The path of the config's schema from the directory, if the package is installed there. */
  readonly schema: string | undefined;
  /** CI systems and hooks in use. */
  readonly uses: readonly Use[];
}

const USES = [
  ['GitHub Actions', '.github/workflows', '--github'],
  ['GitLab CI', '.gitlab-ci.yml', '--gitlab'],
  ['pre-commit', '.pre-commit-config.yaml', '--pre-commit'],
  ['Jenkins', 'Jenkinsfile'],
  ['Azure Pipelines', 'azure-pipelines.yml'],
  ['CodeBuild', 'buildspec.yml'],
  ['Atlantis', 'atlantis.yaml'],
] as const;

export interface Use {
  readonly name: string;
  /** The option that writes its entry. */
  readonly option?: string;
}

export async function lookAround(directory: string): Promise<Surroundings> {
  const cwd = realpathSync(directory);
  const root = repositoryOf(cwd) ?? cwd;
  const { inputs, pictures, close } = await load({ paths: ['.'], cwd });
  const accounts = pictures.flatMap(({ network, secrets, printed = String }) =>
    network.endpoints.flatMap(({ account }) =>
      account.known && !secrets.includes(account.value) ? [printed(account.value)] : [],
    ),
  );
  close();
  return {
    root,
    below: relative(root, cwd).split(sep).join('/') || '.',
    inputs: inputs.map(({ kind, path, endpoints }) => ({ kind, path: path ?? '-', endpoints })),
    // A template may have a parameter in place of an account ID.
    accounts: [...new Set(accounts)].filter((id) => /^\d{12}$/.test(id)).sort(),
    schema: schemaFrom(cwd, root),
    uses: USES.filter(([, file]) => existsSync(join(root, file))).map(([name, , option]) => ({
      name,
      ...(option === undefined ? {} : { option }),
    })),
  };
}

function schemaFrom(cwd: string, root: string): string | undefined {
  for (let at = cwd; ; at = dirname(at)) {
    const schema = join(at, 'node_modules/vpce-lint/schema/config.json');
    if (existsSync(schema)) {
      const path = relative(cwd, schema).split(sep).join('/');
      return path.startsWith('.') ? path : `./${path}`;
    }
    if (at === root || dirname(at) === at) return undefined;
  }
}
