/** The two judges of our SARIF: the official schema, and Microsoft's validator with GitHub's rules switched on. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log } from 'sarif';

// The validator is a native program in a package of its own for each platform.
const TOOL = dirname(
  createRequire(import.meta.url).resolve(`@microsoft/sarif-multitool-${process.platform}/package.json`),
);
const BINARY = join(TOOL, process.platform === 'win32' ? 'Sarif.Multitool.exe' : 'Sarif.Multitool');

const schema = JSON.parse(readFileSync(join(TOOL, 'sarif-2.1.0.json'), 'utf8'));
const validate = new Ajv2020({ strict: false, logger: false }).compile(schema);

/** Parses the text, throwing what the official schema says against it. */
export function parseSarif(text: string): Log {
  const log: unknown = JSON.parse(text);
  if (!validate(log)) throw new Error(JSON.stringify(validate.errors?.slice(0, 3)));
  return log as Log;
}

/** Errors and warnings of the validator, one line each. Its exit status is 0 whatever it finds, so its report is read. */
export function multitool(texts: Readonly<Record<string, string>>, off: readonly string[] = []): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-sarif-'));
  try {
    // Installing does not run the package's script that would set this bit.
    chmodSync(BINARY, 0o755);
    execFileSync(BINARY, ['export-validation-config', 'all.xml'], { cwd: folder, stdio: 'pipe' });
    writeFileSync(join(folder, 'ghas.xml'), withGitHubRules(readFileSync(join(folder, 'all.xml'), 'utf8'), off));
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, `${name}.sarif`), text);
    const files = Object.keys(texts).map((name) => `${name}.sarif`);
    const how = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning', '-c', 'ghas.xml', '--log', 'ForceOverwrite'];
    const out = execFileSync(BINARY, ['validate', ...files, ...how, '-o', 'judged.json'], {
      cwd: folder,
      stdio: 'pipe',
    });
    if (!String(out).includes(`${files.length} files scanned`)) throw new Error(`files were left out: ${out}`);
    return complaints(JSON.parse(readFileSync(join(folder, 'judged.json'), 'utf8')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All rules named GH… are off as shipped. */
function withGitHubRules(config: string, off: readonly string[]): string {
  const rule = /(Key="(GH\d+)\.[^\n]*\n[^\n]*RuleEnabled" Value=")Default"/g;
  let on = 0;
  const out = config.replace(rule, (_, head: string, id: string) => {
    on++;
    return `${head}${off.includes(id) ? 'Default' : 'Error'}"`;
  });
  if (on < 15) throw new Error(`only ${on} of GitHub's rules were found in the validator's config`);
  return out;
}

function complaints(judged: Log): string[] {
  return judged.runs.flatMap((run) => [
    ...(run.results ?? []).map(({ ruleId, message, locations }) => {
      const file = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
      return `${file.split('/').at(-1)} ${ruleId} ${message.arguments?.join(' ')}`;
    }),
    ...(run.invocations ?? []).flatMap((one) =>
      [...(one.toolExecutionNotifications ?? []), ...(one.toolConfigurationNotifications ?? [])].map(
        (said) => `${said.descriptor?.id} ${said.message.text}`,
      ),
    ),
  ]);
}
