import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { app } from '../../src/cli/app.ts';
import { cli, directory, FAULTY, HEALTHY, planOf, report, stateOf } from './harness.ts';

const faulty = () => directory({ 'plan.json': planOf(FAULTY) });
const SELECT = ['--select', 'availability/single-az'];
/** Times differ from run to run. */
const timeless = (text: string) => text.replace(/\d+ ms/g, 'N ms');

describe('where reports go', () => {
  it('one run feeds several', async () => {
    const cwd = faulty();
    const { status, stdout, stderr } = await cli(['plan.json', '-f', 'json=out.json', '-f', 'pretty', ...SELECT], {
      cwd,
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('sqs is in 1 of 3 Availability Zones of its VPC');
    expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8'))).toEqual(
      await report(['plan.json', ...SELECT], { cwd }),
    );
  });

  it('with files only standard output stays empty and one summary line goes to standard error', async () => {
    const cwd = faulty();
    const argv = ['plan.json', '-f', 'json=out.json', '-f', 'pretty=out.txt', '-f', 'sarif=out.sarif', ...SELECT];
    const { status, stdout, stderr } = await cli(argv, { cwd });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(timeless(stderr)).toBe('2 endpoints, 1 rule, 1 warning   N ms\n');
    expect(readdirSync(cwd).sort()).toEqual(['out.json', 'out.sarif', 'out.txt', 'plan.json']);
    expect(JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8')).version).toBe('2.1.0');
  });

  it('a reader that has gone gets no more', async () => {
    const cwd = faulty();
    const whole = (await cli(['plan.json', '-f', 'json'], { cwd })).stdout;
    let text = '';
    const gone = {
      write: (piece: string) => {
        text += piece;
      },
      room: async () => !text.includes('"endpoints"'),
      isTerminal: false,
      columns: undefined,
    };
    const stderr = { ...gone, write: () => {} };
    const status = await app(['plan.json', '-f', 'json'], {
      cwd,
      env: {},
      stdout: gone,
      stderr,
      stdin: async () => Buffer.from(''),
    });
    expect(status).toBe(1);
    expect(text.length).toBeLessThan(whole.length / 2);
    expect(whole.startsWith(text)).toBe(true);
  });

  it('a device is written as it is', async () => {
    const cwd = faulty();
    expect((await cli(['plan.json', '-f', 'json=/dev/null'], { cwd })).status).toBe(1);
    expect(existsSync('/dev/null')).toBe(true);
  });

  it('what cannot be written is said in one line, and nothing is left behind', async () => {
    const cwd = faulty();
    mkdirSync(join(cwd, 'taken'));
    const { status, stdout, stderr } = await cli(['plan.json', '-f', 'json=taken'], { cwd });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^vpce-lint: taken: cannot be written \(EISDIR\)\.\n$/);
    expect(readdirSync(cwd).sort()).toEqual(['plan.json', 'taken']);
  });
});

describe('standard input', () => {
  it('is read for -', async () => {
    const stdin = JSON.stringify(planOf(FAULTY));
    const { inputs, findings } = await report(['-', ...SELECT], { stdin, cwd: directory() });
    expect(inputs).toEqual([{ path: '-', kind: 'terraform-plan', endpoints: 2 }]);
    expect(findings).toMatchObject([
      { location: { file: null, pointer: expect.stringContaining('/resource_changes/') } },
    ]);
  });

  it('that is empty is said', async () => {
    const { status, stderr } = await cli(['-'], { cwd: directory() });
    expect(status).toBe(3);
    expect(stderr).toMatch(/^vpce-lint: standard input is empty\.\n$/);
  });
});

describe('colour', () => {
  const coloured = async (argv: string[], world: { env?: Record<string, string>; terminal?: boolean }) =>
    (await cli(['plan.json', ...argv], { cwd: faulty(), ...world })).stdout.includes('\u001b[');

  it.each([
    [[], {}, false],
    [[], { terminal: true }, true],
    [[], { terminal: true, env: { NO_COLOR: '1' } }, false],
    [[], { terminal: true, env: { NO_COLOR: '' } }, true],
    [[], { terminal: true, env: { TERM: 'dumb' } }, false],
    [[], { env: { FORCE_COLOR: '1' } }, true],
    [[], { env: { FORCE_COLOR: '0' }, terminal: true }, false],
    [['--color', 'always'], { env: { NO_COLOR: '1' } }, true],
    [['--color', 'never'], { terminal: true, env: { FORCE_COLOR: '1' } }, false],
    [['--no-color'], { terminal: true }, false],
  ] as const)('%j %j: %s', async (argv, world, expected) => {
    expect(await coloured([...argv], world)).toBe(expected);
  });

  it('stays out of files unless asked for', async () => {
    const cwd = faulty();
    await cli(['plan.json', '-f', 'pretty=plain.txt'], { cwd, terminal: true });
    await cli(['plan.json', '-f', 'pretty=colour.txt', '--color', 'always'], { cwd });
    expect(readFileSync(join(cwd, 'plain.txt'), 'utf8')).not.toContain('\u001b');
    expect(readFileSync(join(cwd, 'colour.txt'), 'utf8')).toContain('\u001b[');
  });
});

describe('how much is told', () => {
  it('a clean run is one line', async () => {
    const cwd = directory({ 'plan.json': planOf(HEALTHY) });
    const { status, stdout, stderr } = await cli(['plan.json', ...SELECT], { cwd });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(timeless(stdout)).toBe('No findings in 2 endpoints, 1 rule   N ms\n');
  });

  it('two inputs with one endpoint are told apart', async () => {
    const cwd = directory({ 'b/plan.json': planOf(FAULTY), 'a/state.json': stateOf(FAULTY) });
    const argv = ['b/plan.json', 'a/state.json', '--select', 'single-az'];
    const { inputs, endpoints, findings } = await report(argv, { cwd });
    expect(inputs.map(({ path }) => path)).toEqual(['a/state.json', 'b/plan.json']);
    expect(endpoints.map(({ address, input }) => `${address} ${input}`).sort()).toEqual([
      'aws_vpc_endpoint.kms 0',
      'aws_vpc_endpoint.kms 1',
      'aws_vpc_endpoint.sqs 0',
      'aws_vpc_endpoint.sqs 1',
    ]);
    for (const { input, location } of findings) expect(location.file).toBe(inputs[input!]!.path);
    expect(findings.map(({ input }) => input).sort()).toEqual([0, 1]);
    const headings = (await cli(argv, { cwd })).stdout.match(/^aws_vpc_endpoint.*$/gm)!;
    expect(headings.map((line) => line.split(/ {2,}/).at(-1)).sort()).toEqual(['a/state.json', 'b/plan.json']);
  });

  it('--quiet: findings and the summary line', async () => {
    const cwd = directory({ 'state.json': stateOf({ endpoints: { sqs: { subnets: ['a'] }, 'vendor.thing': {} } }) });
    const loud = (await cli(['state.json'], { cwd })).stdout;
    const quiet = (await cli(['state.json', '-q'], { cwd })).stdout;
    expect(loud).toContain('could not be decided');
    expect(quiet).not.toContain('could not be decided');
    expect(quiet).toMatch(
      /^state\.json:\d+:\d+: warning .*sqs is in 1 Availability Zone.* \[availability\/single-az\]$/m,
    );
    expect(loud).toMatch(/\nNext: vpce-lint explain [a-z-]+\/[a-z0-9-]+\n$/);
    expect(quiet).toMatch(/\n2 endpoints, .* undecided .*\n$/);
  });

  it('--verbose: passed checks, in JSON too, and evidence', async () => {
    const cwd = faulty();
    const { stdout } = await cli(['plan.json', '-v', ...SELECT], { cwd });
    expect(stdout).toContain('\npassed\n  pass    availability/single-az\n          aws_vpc_endpoint.kms\n');
    expect(stdout).toContain('evidence minZones: 2');
    expect((await report(['plan.json', ...SELECT], { cwd })).passed).toBeUndefined();
    expect((await report(['plan.json', '-v', ...SELECT], { cwd })).passed).toMatchObject([
      { rule: 'availability/single-az', subject: { address: 'aws_vpc_endpoint.kms' } },
    ]);
  });

  it('--timing goes to standard error', async () => {
    const { stderr } = await cli(['plan.json', '--timing'], { cwd: faulty() });
    expect(timeless(stderr)).toBe('timing: read N ms, check N ms, report N ms, total N ms\n');
  });

  it('managed endpoints are left out, and counted', async () => {
    const endpoint = {
      VpcEndpointType: 'Interface',
      VpcId: 'vpc-0a1b2c3d',
      SubnetIds: ['subnet-0a1b2c3d'],
      State: 'available',
    };
    const name = 'com.amazonaws.us-east-1.sqs';
    const cwd = directory({
      'endpoints.json': {
        VpcEndpoints: [
          { ...endpoint, VpcEndpointId: 'vpce-0a1b2c3d', ServiceName: name },
          { ...endpoint, VpcEndpointId: 'vpce-0a1b2c3e', ServiceName: name, RequesterManaged: true },
        ],
      },
    });
    expect((await cli(['endpoints.json', ...SELECT], { cwd })).stdout).toMatch(
      /\n1 endpoint, 1 rule, 1 warning, 1 managed by other services skipped /,
    );
    const ids = async (...argv: string[]) =>
      (await report(['endpoints.json', ...argv], { cwd })).endpoints.map(({ id }) => id);
    expect(await ids()).toEqual(['vpce-0a1b2c3d']);
    expect(await ids('--include-managed')).toEqual(['vpce-0a1b2c3d', 'vpce-0a1b2c3e']);
  });
});
