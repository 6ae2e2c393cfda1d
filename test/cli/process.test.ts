/** The built program as a process of its own: what only shows there. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  constants,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directory, FAULTY, HEALTHY, planOf, type Ran } from './harness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
// Below the repository, so that packages left out of the bundle are found.
const DIST = join(ROOT, `node_modules/.cache/vpce-lint-test-${process.pid}`);
const { NODE_EXTRA_CA_CERTS: _, ...ENV } = process.env;

const TEMPLATE = `Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  S3: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: !Ref Vpc, ServiceName: com.amazonaws.eu-west-1.s3 } }
`;

beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build.mjs'), '--fast', `--out=${DIST}`], { stdio: 'inherit' });
});

afterAll(() => {
  rmSync(DIST, { recursive: true, force: true });
});

function start(argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [join(DIST, 'cli.cjs'), ...argv], { cwd, env: { ...ENV, ...env } });
}

/** What a child says once it has read `stdin` and ended. */
async function ended(child: ChildProcess, stdin: string): Promise<Ran> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  child.stdin!.on('error', () => {}).end(stdin);
  const [status] = await once(child, 'close');
  return { status, ...texts };
}

async function run(argv: readonly string[], cwd: string, stdin = '', env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return ended(start(argv, cwd, env), stdin);
}

describe('compiled code', () => {
  const caches = () => readdirSync(DIST).filter((file) => file.endsWith('.cache'));
  const plan = () => directory({ 'plan.json': planOf(FAULTY) });

  it('is kept by the first lint and used by the next, to the same effect', async () => {
    const argv = ['plan.json', '-f', 'json'];
    const cwd = plan();
    const without = await run(argv, cwd, '', { NODE_DISABLE_COMPILE_CACHE: '1' });
    expect(caches()).toEqual([]);
    await run(['--help'], cwd);
    expect(caches()).toEqual([]);
    expect(await run(argv, cwd)).toEqual(without);
    expect(caches()).toEqual([expect.stringMatching(/^app-[0-9a-f]{12}\.cjs\..+\.cache$/)]);
    expect(await run(argv, cwd)).toEqual(without);
  });

  it('is added to by work of another kind, once', async () => {
    const size = () => statSync(join(DIST, caches()[0]!)).size;
    const cwd = directory({ 'plan.json': planOf(FAULTY), 't.yaml': TEMPLATE });
    const before = size();
    const first = await run(['t.yaml', '-f', 'json'], cwd);
    const after = size();
    expect(after).toBeGreaterThan(before);
    expect(await run(['t.yaml', '-f', 'json'], cwd)).toEqual(first);
    await run(['plan.json', '-f', 'json'], cwd);
    expect(size()).toBe(after);
  });

  it('that is broken is not used', async () => {
    const [cache] = caches();
    writeFileSync(join(DIST, cache!), readFileSync(join(DIST, cache!)).subarray(0, 5000));
    expect((await run(['plan.json'], plan())).status).toBe(1);
    writeFileSync(join(DIST, cache!), 'nonsense');
    expect((await run(['plan.json'], plan())).status).toBe(1);
    expect(statSync(join(DIST, cache!)).size).toBeGreaterThan(100_000);
    rmSync(join(DIST, cache!));
  });

  it('cannot be written: nobody minds', async () => {
    chmodSync(DIST, 0o555);
    const { status, stderr } = await run(['plan.json'], plan());
    chmodSync(DIST, 0o755);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });
});

describe.runIf(process.platform === 'linux')('where addresses are rationed (ulimit -v)', () => {
  async function rationed(args: string, stdin = ''): Promise<Ran> {
    const program = `ulimit -v 4000000; exec "${process.execPath}" "${join(DIST, 'cli.cjs')}" ${args}`;
    const child = spawn('bash', ['-c', program], { cwd: directory({ 'plan.json': planOf(FAULTY) }), env: ENV });
    return ended(child, stdin);
  }

  it('does the same, from a file and from standard input', async () => {
    const expected = await run(['plan.json', '-f', 'json'], directory({ 'plan.json': planOf(FAULTY) }));
    expect(await rationed('plan.json -f json')).toEqual(expected);
    const { status, stdout, stderr } = await rationed('- -f json', JSON.stringify(planOf(FAULTY)));
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(stdout).findings).toHaveLength(JSON.parse(expected.stdout).findings.length);
    expect((await rationed('<(cat plan.json) -f json')).status).toBe(1);
  });

  it('tries again once', async () => {
    const cwd = directory({ 'plan.json': planOf(FAULTY) });
    writeFileSync(join(cwd, 'none.cjs'), 'WebAssembly.Instance = function () { throw new RangeError("none"); };');
    const { status, stderr } = await run(['plan.json'], cwd, '', {
      NODE_OPTIONS: `--require=${join(cwd, 'none.cjs')}`,
    });
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr:
        'vpce-lint: vpce-lint needs WebAssembly, but it gets no memory (ulimit -v?). Run node with --disable-wasm-trap-handler.\n',
    });
  });
});

describe('the built program', () => {
  it('says its version and its help', async () => {
    expect(await run(['--version'], ROOT)).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
    expect(await run(['--help'], ROOT)).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('Usage: vpce-lint'),
    });
  });

  it('ends with the documented exit statuses', async () => {
    const cwd = directory({
      'good.json': planOf(HEALTHY),
      'bad.json': planOf(FAULTY),
      'cut.json': '{"format_version":',
    });
    const select = ['--select', 'availability/*'];
    expect((await run(['good.json', ...select], cwd)).status).toBe(0);
    expect((await run(['bad.json', ...select], cwd)).status).toBe(1);
    expect(await run(['--nonsense'], cwd)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^vpce-lint: .+\n$/),
    });
    expect(await run(['cut.json'], cwd)).toMatchObject({
      status: 3,
      stdout: '',
      stderr: expect.stringMatching(/^vpce-lint: cut\.json: .+\n$/),
    });
  });

  it('reads standard input, a config, globs, and explains a rule', async () => {
    const cwd = directory({
      'a.plan.json': planOf(FAULTY),
      'vpce-lint.yaml': 'rules: { availability/single-az: error }',
    });
    const json = ['-f', 'json', '--select', 'availability/single-az'];
    for (const [argv, stdin] of [
      [['-'], JSON.stringify(planOf(FAULTY))],
      [['*.plan.json'], ''],
    ] as const) {
      const { stdout } = await run([...argv, ...json], cwd, stdin);
      expect(JSON.parse(stdout).findings).toMatchObject([{ rule: 'availability/single-az', level: 'error' }]);
    }
    expect((await run(['explain', 'availability/single-az'], cwd)).stdout).toContain('resource "aws_vpc_endpoint"');
    expect((await run(['--print-config'], cwd)).stdout).toContain(
      'availability/single-az: { level: error, minZones: 2 }',
    );
  });

  it('finds its data beside the bundle: what the actions of a service are', async () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:NoSuchAction', Resource: '*' }],
    };
    const cwd = directory({ 'plan.json': planOf({ endpoints: { s3: { type: 'Gateway', policy } } }) });
    const { status, stderr } = await run(['plan.json', '--preset', 'pedantic', '--fail-on', 'never'], cwd);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readdirSync(join(DIST, 'slices'))).toContain('s3.json');
  });

  it('writes large reports whole into a pipe', async () => {
    const endpoints = Object.fromEntries(
      Array.from({ length: 80 }, (_, i) => [`e${i}`, { service: 'sqs', subnets: ['a'] }]),
    );
    const cwd = directory({ 'plan.json': planOf({ endpoints }) });
    const { status, stdout } = await run(['plan.json', '-f', 'json'], cwd);
    expect(status).toBe(1);
    expect(stdout.length).toBeGreaterThan(150_000);
    expect(JSON.parse(stdout).endpoints).toHaveLength(80);
  });

  it.skipIf(process.platform === 'win32')('waits for a pipe that is full and does not wait itself', async () => {
    const endpoints = Object.fromEntries(
      Array.from({ length: 80 }, (_, i) => [`e${i}`, { service: 'sqs', subnets: ['a'] }]),
    );
    const cwd = directory({ 'plan.json': planOf({ endpoints }) });
    const pipe = join(cwd, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const descriptor = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    const child = spawn(process.execPath, [join(DIST, 'cli.cjs'), 'plan.json', '-f', 'json'], {
      cwd,
      env: ENV,
      stdio: ['ignore', descriptor, 'pipe'],
    });
    const reader = spawn('sh', ['-c', `sleep 1; exec cat < "${pipe}"`]);
    let stdout = '';
    reader.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const [status] = await once(child, 'close');
    closeSync(descriptor);
    await once(reader, 'close');
    expect(status).toBe(1);
    expect(JSON.parse(stdout).endpoints).toHaveLength(80);
  });

  it('makes no noise when a reader closes the pipe', async () => {
    const endpoints = Object.fromEntries(
      Array.from({ length: 80 }, (_, i) => [`e${i}`, { service: 'sqs', subnets: ['a'] }]),
    );
    const cwd = directory({ 'plan.json': planOf({ endpoints }) });
    const child = start(['plan.json', '-f', 'json'], cwd);
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdout!.once('data', () => child.stdout!.destroy());
    await once(child, 'close');
    expect(stderr).toBe('');
  });

  it('ends quietly on an interrupt', async () => {
    const child = start(['-'], directory());
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    setTimeout(() => child.kill('SIGINT'), 1000);
    const [status, signal] = await once(child, 'close');
    expect({ status, signal, stderr }).toEqual({ status: null, signal: 'SIGINT', stderr: '' });
  });
});
