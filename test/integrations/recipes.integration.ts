/** docs/ci.md as people copy it: its blocks by the schemas of their readers, its commands by a shell. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const checkers = inject('checkers');
const PAGE = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8');

/** A repository in which `npx vpce-lint` is the package as it is published. */
let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'vpce-lint-recipes-'));
  cpSync(join(ROOT, 'fixtures/quickstart/main.tf'), join(home, 'main.tf'));
  writeFileSync(join(home, 'package.json'), '{ "private": true }');
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--omit=optional', inject('tarball')];
  execFileSync('npm', args, { cwd: home, stdio: 'ignore' });
});

afterAll(() => rmSync(home, { recursive: true }));

/** The blocks of code below a heading. */
function blocksOf(heading: string): string[] {
  const section = PAGE.split(/^## /m).find((each) => each.startsWith(`${heading}\n`));
  return [...section!.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, text]) => text!);
}

function shell(line: string, env: NodeJS.ProcessEnv = {}): number | null {
  const path = `${join(home, 'node_modules/.bin')}:${process.env.PATH}`;
  const { status } = spawnSync('sh', ['-c', line], { cwd: home, env: { ...process.env, PATH: path, ...env } });
  return status;
}

function complaints(schema: string, text: string): string {
  const file = join(home, 'checked.yml');
  writeFileSync(file, text);
  const args = ['--builtin-schema', schema, file];
  const { status, stdout, stderr } = spawnSync(join(checkers!, 'check-jsonschema'), args, { encoding: 'utf8' });
  rmSync(file);
  return status === 0 ? '' : stdout + stderr;
}

/** Findings of a JUnit report. */
function failures(file: string): number {
  const text = readFileSync(join(home, file), 'utf8');
  rmSync(join(home, file));
  return (text.match(/<failure /g) ?? []).length;
}

it.runIf(checkers)('GitHub and pre-commit take what the page shows', () => {
  expect(complaints('vendor.github-workflows', blocksOf('GitHub Actions')[0]!)).toBe('');
  const config = join(home, '.pre-commit-config.yaml');
  writeFileSync(config, blocksOf('pre-commit')[0]!);
  expect(spawnSync(join(checkers!, 'pre-commit'), ['validate-config', config]).status).toBe(0);
  rmSync(config);
});

describe('GitLab', () => {
  const template = readFileSync(join(ROOT, 'ci/gitlab.yml'), 'utf8');

  it.runIf(checkers)('takes the template and what includes it', () => {
    for (const text of [template, ...blocksOf('GitLab CI')]) expect(complaints('vendor.gitlab-ci', text)).toBe('');
  });

  it('the job writes its artifact, and ends as vpce-lint does', () => {
    const { variables, script, artifacts } = parse(template)['vpce-lint'];
    const report = artifacts.reports.codequality;
    expect(shell(script.join('\n'), variables)).toBe(1);
    const findings = JSON.parse(readFileSync(join(home, report), 'utf8'));
    expect(findings[0]).toMatchObject({ check_name: expect.any(String), location: { path: 'main.tf' } });
    rmSync(join(home, report));
    const args = { ...variables, VPCE_LINT_ARGS: '--fail-on never --preset strict' };
    expect(shell(script.join('\n'), args)).toBe(0);
    rmSync(join(home, report));
    const evil = { ...variables, VPCE_LINT_PATHS: '$(touch evil) ; touch evil' };
    expect(shell(script.join('\n'), evil)).toBe(3);
    expect(existsSync(join(home, 'evil'))).toBe(false);
  });
});

it('Jenkins', () => {
  const [text] = blocksOf('Jenkins');
  const [, line] = /^\s*sh '(.*)'$/m.exec(text!)!;
  expect(shell(line!)).toBe(1);
  expect(text).toContain("junit testResults: 'vpce-lint.xml'");
  expect(failures('vpce-lint.xml')).toBeGreaterThan(0);
});

describe('Azure Pipelines', () => {
  const [text] = blocksOf('Azure Pipelines');

  it.runIf(checkers)('takes the steps', () => {
    expect(complaints('vendor.azure-pipelines', text!)).toBe('');
  });

  it('the step writes what the next one reads', () => {
    const steps = parse(text!).steps as { script?: string; inputs?: { testResultsFiles?: string } }[];
    expect(shell(steps.find(({ script }) => script !== undefined)!.script!)).toBe(1);
    expect(failures(steps.at(-1)!.inputs!.testResultsFiles!)).toBeGreaterThan(0);
  });
});

it('CodeBuild', () => {
  const { phases, reports } = parse(blocksOf('AWS CodeBuild')[0]!);
  expect(shell(phases.build.commands.join('\n'))).toBe(1);
  expect(reports['vpce-lint']['file-format']).toBe('JUNITXML');
  expect(failures(reports['vpce-lint'].files[0])).toBeGreaterThan(0);
});

it('Atlantis', () => {
  const { steps } = parse(blocksOf('Atlantis')[0]!).workflows.default.plan;
  const PLANFILE = join(ROOT, 'fixtures/hcl/plan/plan.tfplan');
  expect(shell(steps.at(-1).run, { PLANFILE, SHOWFILE: join(ROOT, 'fixtures/quickstart/plan.json') })).toBe(1);
  expect(shell(steps.at(-1).run, { PLANFILE, SHOWFILE: join(home, 'no-plan.json') })).toBe(3);
});

describe('HCP Terraform', () => {
  const TOKEN = 'token-of-one-task';

  async function runTask(
    plan: string,
  ): Promise<{ readonly status: number | null; readonly result: unknown; readonly seen: string[] }> {
    const seen: string[] = [];
    let result: unknown;
    const server = createServer(async (request, response) => {
      seen.push(
        `${request.method} ${request.url} ${request.headers.authorization} ${request.headers['content-type'] ?? ''}`,
      );
      if (request.url === '/plan') {
        // As HCP Terraform does: the plan is elsewhere.
        response.writeHead(307, { location: '/archive' }).end();
      } else if (request.url === '/archive') response.end(plan);
      else {
        result = JSON.parse(await textOf(request));
        response.end();
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const task = { access_token: TOKEN, plan_json_api_url: `${url}/plan`, task_result_callback_url: `${url}/callback` };
    const work = join(home, 'task');
    mkdirSync(work, { recursive: true });
    const child = spawn('sh', ['-c', blocksOf('HCP Terraform run tasks')[0]!], {
      cwd: home,
      // Below the package, so that npx finds it.
      env: { ...process.env, TMPDIR: work },
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    child.stdin!.end(JSON.stringify(task));
    const [status] = await once(child, 'close');
    server.close();
    return { status, result, seen };
  }

  it('gets the plan and tells the result', async () => {
    const { status, result, seen } = await runTask(readFileSync(join(ROOT, 'fixtures/quickstart/plan.json'), 'utf8'));
    expect({ status, seen }).toEqual({
      status: 0,
      seen: [
        `GET /plan Bearer ${TOKEN} `,
        `GET /archive Bearer ${TOKEN} `,
        `PATCH /callback Bearer ${TOKEN} application/vnd.api+json`,
      ],
    });
    expect(result).toMatchObject({
      data: { type: 'task-results', attributes: { status: 'failed', message: 'findings' } },
    });
    expect(JSON.stringify(result)).toContain('<!-- vpce-lint report -->');
  });

  it('a plan that cannot be read is no pass', async () => {
    const { result } = await runTask('{"format_version": "1.2", ');
    expect(result).toMatchObject({ data: { attributes: { status: 'failed', message: 'incomplete plan' } } });
  });
});

it('every version on the page is that of the package', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const named = [...PAGE.matchAll(/vpce-lint(?:\/vpce-lint)?(?:@v?|:|\/v)(\d[\w.]*)/g)].map(([, text]) => text!);
  expect(named.length).toBeGreaterThan(5);
  expect(new Set(named)).toEqual(new Set([version]));
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
