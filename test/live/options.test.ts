import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { app } from '../../src/cli/app.ts';
import type { Args } from '../../src/cli/command.ts';
import type { Io } from '../../src/cli/io.ts';
import { liveRequest } from '../../src/cli/live/options.ts';
import { lineOf, progressLine } from '../../src/cli/live/progress.ts';
import { unknownProfile } from '../../src/loaders/live/profiles.ts';

function world(env: Record<string, string> = {}, isTerminal = false) {
  const said = { out: '', err: '' };
  const sink = (key: 'out' | 'err') => ({
    write: (text: string) => {
      said[key] += text;
    },
    isTerminal,
    columns: 80,
  });
  const io: Io = { cwd: '/', env, stdout: sink('out'), stderr: sink('err'), stdin: async () => new Uint8Array() };
  return { io, said };
}

function args(values: Record<string, string | string[] | true>): Args {
  const list = (name: string) => [values[name] ?? []].flat().map(String);
  return {
    positional: list('_'),
    named: true,
    flag: (name) => values[name] === true,
    text: (name) => list(name).at(-1),
    list,
  };
}

describe('what a command line asks for', () => {
  test('chains of roles are parted where an ARN begins', () => {
    const hub = 'arn:aws:iam::111122223333:role/hub,team';
    const spoke = 'arn:aws-cn:iam::444455556666:role/path/audit';
    const request = liveRequest(args({ 'role-arn': [`${hub},${spoke}`, spoke], 'external-id': 'x' }), world().io);
    expect(request.roles).toEqual([[hub, spoke], [spoke]]);
  });

  test('the environment says how often to try, and where', () => {
    const { io } = world({ AWS_MAX_ATTEMPTS: '3', AWS_DEFAULT_REGION: 'eu-west-1' });
    expect(liveRequest(args({}), io)).toMatchObject({ maxAttempts: 3, fallbackRegion: 'eu-west-1' });
  });

  test.each([
    [['audit', 'plan.json'], 'plan.json: this command reads live accounts, not files'],
    [['audit', '--region', 'Frankfurt'], '--region: "Frankfurt" is not a Region'],
    [['audit', '--role-arn', 'audit'], '--role-arn: "audit" is not the ARN of a role'],
    [['audit', '--external-id', 'x'], '--external-id: no role is named. Add --role-arn.'],
    [['audit', '--endpoint-url', 'localhost:5000'], '--endpoint-url: "localhost:5000" is not a URL'],
    [['audit', '--concurrency', '0'], '--concurrency: "0" is not valid. Use a whole number from 1 to 256'],
    [['snapshot'], 'snapshot needs a directory. Add -o <dir>'],
    [['audit', '--kind', 'plan'], 'unknown option --kind. It is an option of `vpce-lint lint`.'],
    [['audit', '--var', 'a=b'], 'unknown option --var. It is an option of `vpce-lint lint`.'],
  ])('%j is refused in one line', async (argv, message) => {
    const { io, said } = world();
    expect(await app(argv, io)).toBe(2);
    expect(said.out).toBe('');
    expect(said.err).toContain(message);
    expect(said.err.trimEnd()).not.toContain('\n');
  });
});

describe('progress', () => {
  const progress = { done: 12, all: 51, account: '111122223333', region: 'eu-west-1', call: 'DescribeSubnets' };

  test('says how far it is, where and for how long', () => {
    expect(lineOf(progress, 2140)).toBe('12/51  111122223333 eu-west-1 DescribeSubnets  2.1 s');
  });

  test('comes after a while, on a terminal, and goes again', async () => {
    const { io, said } = world({}, true);
    const line = progressLine(args({}), io);
    line.onProgress?.(progress);
    await new Promise((go) => setTimeout(go, 200));
    expect(said.err).toBe('');
    await new Promise((go) => setTimeout(go, 400));
    expect(said.err).toContain('12/51');
    line.done();
    expect(said.err).toMatch(/\r\x1b\[K$/);
  });

  test.each([
    ['no terminal', {}, false, {}],
    ['CI', { CI: 'true' }, true, {}],
    ['--no-progress', {}, true, { 'no-progress': true as const }],
    ['--quiet', {}, true, { quiet: true as const }],
  ])('is silent: %s', (_, env, isTerminal, given) => {
    expect(progressLine(args(given), world(env, isTerminal).io).onProgress).toBeUndefined();
  });
});

describe('a profile that does not exist', () => {
  const inFiles = (texts: { readonly config?: string; readonly credentials?: string }) => {
    const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
    return { profileFiles: { config: join(folder, 'config'), credentials: join(folder, 'credentials') } };
  };
  const FILES = {
    config: '[default]\nregion = eu-west-1\n[profile prod]\n[ profile "two words" ]\n[sso-session corp]\n[prod-eu]\n',
    credentials: '[dev]\naws_access_key_id = x\n',
  };

  test('names those there are', () => {
    const error = unknownProfile('prd', inFiles(FILES));
    expect(error?.message).toBe('--profile: unknown profile "prd". Did you mean "prod"?');
    expect(error?.hint).toBe('Use one of default, dev, prod, two words');
  });

  test('says how to create one where there is none', () => {
    expect(unknownProfile('prod', inFiles({}))?.hint).toBe('Create a profile with `aws configure`');
  });

  test.each(['default', 'dev', 'prod', 'two words'])('%s exists', (name) => {
    expect(unknownProfile(name, inFiles(FILES))).toBeUndefined();
  });
});
