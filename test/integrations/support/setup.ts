import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { actionlint, pythonTools } from '../../../scripts/lib/tools.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder with zizmor, pre-commit and check-jsonschema; null: there is no Python. */
    checkers: string | null;
    /** Null: there is no Go. */
    actionlint: string | null;
    /** The package as it is published. */
    tarball: string;
  }
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Where tools are missing their tests are skipped, but not in CI. */
export default function setup(project: TestProject): () => void {
  project.provide(
    'checkers',
    orSkip('Python 3.10', pythonTools('checkers', `${ROOT}scripts/checkers.requirements.txt`)),
  );
  project.provide('actionlint', orSkip('Go', actionlint()));
  if (!existsSync(`${ROOT}dist/cli.cjs`)) throw new Error('nothing is built: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-pack-'));
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT, stdio: 'ignore' });
  project.provide('tarball', join(folder, readdirSync(folder)[0]!));
  return () => rmSync(folder, { recursive: true });
}

function orSkip(needs: string, tool: string | undefined): string | null {
  if (tool !== undefined) return tool;
  if (process.env.CI) throw new Error(`there is no ${needs}`);
  console.warn(`skipped: what needs ${needs}`);
  return null;
}
