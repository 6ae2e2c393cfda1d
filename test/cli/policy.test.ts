import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { judgePolicy } from '../../src/index.ts';
import { allows, parsePolicy, type Request } from '../../src/policy/index.ts';
import { cli, directory } from './harness.ts';

const folder = fileURLToPath(new URL('../../fixtures/policies/', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** The keys of an entry, in order. */
const KEYS = [
  'file',
  'service',
  'valid',
  'fullAccess',
  'unboundedPrincipal',
  'unboundedResource',
  'overlyBroad',
  'actionsBroad',
  'grantsNothing',
  'deadStatements',
  'vacuousConditions',
  'witness',
  'findings',
];

interface Entry {
  readonly [key: string]: unknown;
  readonly witness: Request | null;
  readonly findings: readonly {
    readonly rule: string;
    readonly level: string;
    readonly message: string;
    readonly subject: Readonly<Record<string, unknown>>;
    readonly location: Readonly<Record<string, unknown>>;
    readonly evidence: Readonly<Record<string, unknown>>;
  }[];
}

interface Case {
  readonly policy: object;
  readonly expect: Readonly<Record<string, unknown>>;
}

function read(name: string): Case {
  return JSON.parse(readFileSync(`${folder}${name}`, 'utf8'));
}

async function judged(argv: readonly string[], files: Readonly<Record<string, unknown>> = {}, stdin?: string) {
  const world = { cwd: directory(files), ...(stdin === undefined ? {} : { stdin }) };
  const ran = await cli(['policy', '--no-config', '-f', 'json', ...argv], world);
  return { ...ran, entries: (ran.stdout === '' ? [] : JSON.parse(ran.stdout)) as Entry[] };
}

const document = (statement: object) => ({ Version: '2012-10-17', Statement: [statement] });
const EVERYTHING = document({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' });
const ORGANIZATION = document({
  Effect: 'Allow',
  Principal: '*',
  Action: '*',
  Resource: '*',
  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4', 'aws:ResourceOrgID': 'o-abc123def4' } },
});
const ANY_QUEUE = document({
  Sid: 'Queues',
  Effect: 'Allow',
  Principal: '*',
  Action: 'sqs:SendMessage',
  Resource: '*',
});

describe('JSON', () => {
  it('agrees with every policy of the corpus, and its witness gets through', async () => {
    const { entries } = await judged(names.map((name) => `${folder}${name}`));
    expect(entries.length).toBe(names.length);
    names.forEach((name, i) => {
      const { policy, expect: wanted } = read(name);
      const entry = entries[i]!;
      expect(Object.keys(entry), name).toEqual(KEYS);
      const { invalid, foreignActions, unknownActions, ...answers } = wanted;
      expect(entry, name).toMatchObject({ deadStatements: [], ...answers, valid: invalid === undefined });
      if (entry.witness !== null) expect(allows(parsePolicy(policy as never), entry.witness), name).toBe(true);
      expect(entry.witness === null, name).toBe(wanted.grantsNothing);
      const found = entry.findings.map(({ rule }) => rule);
      expect(found.includes('policy/foreign-actions'), name).toBe(foreignActions !== undefined);
    });
  });

  it('names file and place of what it finds', async () => {
    const text = JSON.stringify({ service: 'sqs', policy: ANY_QUEUE }, null, 2);
    const { entries, status } = await judged(['q.json'], { 'q.json': text });
    expect(status).toBe(1);
    const [finding] = entries[0]!.findings;
    expect(finding).toMatchObject({
      rule: 'policy/overly-broad',
      level: 'error',
      message:
        'The policy of sqs allows external accounts to call sqs:SendMessage on queues in external accounts (statement Queues)',
      subject: { kind: 'policy', service: 'sqs', address: null },
      location: { file: 'q.json', line: 6, pointer: '/policy/Statement/0' },
      evidence: { statement: 0, sid: 'Queues', witness: { action: 'sqs:SendMessage' } },
    });
  });

  it('is an array also where nothing could be read', async () => {
    const { stdout, status } = await judged(['missing.json']);
    expect({ stdout, status }).toEqual({ stdout: '[]\n', status: 3 });
  });
});

describe('what an input lacks', () => {
  it('service and type come from the options', async () => {
    const account = document({ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 's3:*', Resource: '*' });
    const gateway = await judged(['p.json', '--service', 's3', '--type', 'gateway'], { 'p.json': account });
    expect(gateway.entries[0]).toMatchObject({ service: 's3' });
    expect(gateway.entries[0]!.findings.map(({ rule }) => rule)).toContain('policy/gateway-principal');
    const whole = await judged(['p.json', '--service', 'com.amazonaws.eu-west-1.ecr.api'], { 'p.json': EVERYTHING });
    expect(whole.entries[0]).toMatchObject({ service: 'ecr.api', fullAccess: true });
  });

  it('what the input says wins', async () => {
    const { entries } = await judged(['p.json', '--service', 's3'], {
      'p.json': { service: 'sqs', policy: ANY_QUEUE },
    });
    expect(entries[0]).toMatchObject({ service: 'sqs', overlyBroad: true });
  });

  it('without a service the actions tell it, where they are all of one', async () => {
    const files = {
      'queue.json': ANY_QUEUE,
      'ecr.json': document({
        Effect: 'Allow',
        Principal: '*',
        Action: ['ecr:BatchGetImage', 'ECR:Get*'],
        Resource: '*',
      }),
      'runtime.json': document({ Effect: 'Allow', Principal: '*', Action: 'sagemaker:InvokeEndpoint', Resource: '*' }),
    };
    const { entries, status, stderr } = await judged(Object.keys(files), files);
    expect(entries.map(({ service, overlyBroad }) => [service, overlyBroad])).toEqual([
      ['sqs', true],
      ['ecr', true],
      ['sagemaker.runtime', true],
    ]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });

  it.each([
    ['everything', '*'],
    ['two services', ['sqs:SendMessage', 's3:GetObject']],
    ['a prefix with a wildcard', 's*:Get*'],
    ['no service', 'nosuch:Get'],
  ])('a policy whose actions tell no service (%s) is no green one', async (_, Action) => {
    const policy = document({ Effect: 'Allow', Principal: '*', Action, Resource: '*' });
    const { entries, status, stderr } = await judged(['p.json'], { 'p.json': policy });
    expect(entries[0]).toMatchObject({ service: null });
    expect(status).toBe(3);
    expect(stderr).toBe(
      'vpce-lint: p.json: the actions do not tell the service of this policy. Name the service with --service.\n',
    );
  });

  it.each(['{"Version":', '[]', '{"Version": "2012-10-17", "Statement": []}'])(
    'a document without a statement (%s) is said before its service is asked for',
    async (text) => {
      const { status, stderr } = await cli(['policy', 'p.json'], { cwd: directory({ 'p.json': text }) });
      expect([status, stderr]).toEqual([3, 'vpce-lint: p.json: the policy has no statement that can be read.\n']);
    },
  );

  it('an unknown service is an error of the command line, in an input one of that input', async () => {
    const named = await judged(['p.json', '--service', 'ecr.ap'], { 'p.json': EVERYTHING });
    expect(named).toMatchObject({
      status: 2,
      stderr:
        'vpce-lint: --service: unknown service "ecr.ap". Did you mean "ecr.api"? Use the last part of the service name com.amazonaws.<region>.<service>.\n',
    });
    const inside = await judged(['p.json'], { 'p.json': { service: 'ecr.ap', policy: ANY_QUEUE } });
    expect(inside).toMatchObject({
      status: 3,
      stderr: 'vpce-lint: p.json: vpce-lint does not know the actions of service "ecr.ap". Did you mean "ecr.api"?\n',
    });
  });

  it('an IAM prefix names a service, too', async () => {
    const { entries, status } = await judged(['p.json', '--service', 'firehose'], { 'p.json': EVERYTHING });
    expect({ status, fullAccess: entries[0]!.fullAccess }).toEqual({ status: 0, fullAccess: true });
  });

  it('without a rule of the family there is nothing to judge', async () => {
    const files = { 'vpce-lint.yaml': 'rules:\n  policy/*: off\n', 'p.json': ANY_QUEUE };
    const { status, stderr } = await cli(['policy', 'p.json'], { cwd: directory(files) });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^vpce-lint: no rule is left to run/);
  });

  it('null is no policy: the default of AWS', async () => {
    const { entries } = await judged(['p.json'], { 'p.json': { service: 'kms', policy: null } });
    expect(entries[0]).toMatchObject({ valid: true, fullAccess: true });
    expect(entries[0]!.findings).toMatchObject([{ rule: 'policy/full-access', level: 'note' }]);
  });

  it('a policy as a JSON string, bare or wrapped, reads alike', async () => {
    const text = JSON.stringify(ANY_QUEUE);
    const files = { 'a.json': JSON.stringify(text), 'b.json': { service: 'sqs', policy: text }, 'c.json': ANY_QUEUE };
    const { entries } = await judged(['a.json', 'b.json', 'c.json', '--service', 'sqs'], files);
    for (const entry of entries) expect(entry).toMatchObject({ valid: true, overlyBroad: true, fullAccess: false });
  });
});

describe('trust', () => {
  const partner = document({
    Effect: 'Allow',
    Principal: '*',
    Action: '*',
    Resource: '*',
    Condition: { StringEquals: { 'aws:PrincipalAccount': '444455556666' } },
  });
  const endpoint = { ownerId: '111122223333', region: 'us-east-1', type: 'Interface' };

  it('comes from the input', async () => {
    const trust = { organizations: ['o-abc123def4'] };
    const files = { 'p.json': { service: 'sqs', endpoint, policy: partner, trust } };
    const { entries } = await judged(['p.json'], files);
    expect(entries[0]).toMatchObject({ overlyBroad: true });
    expect(entries[0]!.findings[0]!.message).toMatch(/^The policy of sqs allows account 444455556666 to call /);
  });

  it('or from the config, which is read unless told otherwise', async () => {
    const files = {
      'vpce-lint.yaml': 'trust:\n  organizations: [o-abc123def4]\n',
      'p.json': { service: 'sqs', endpoint, policy: partner },
    };
    const cwd = directory(files);
    const withConfig = await cli(['policy', 'p.json', '-f', 'json'], { cwd });
    expect(JSON.parse(withConfig.stdout)).toMatchObject([{ overlyBroad: true }]);
    const without = await cli(['policy', 'p.json', '-f', 'json', '--no-config'], { cwd });
    expect(JSON.parse(without.stdout)).toMatchObject([{ overlyBroad: false, unboundedResource: true, findings: [] }]);
  });

  it('once configured, one open side is a finding of the recommended preset', async () => {
    const policy = document({
      Effect: 'Allow',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
    });
    const trust = { organizations: ['o-abc123def4'] };
    const files = { 'p.json': { service: 'sqs', policy }, 't.json': { service: 'sqs', policy, trust } };
    const { entries } = await judged(['p.json', 't.json'], files);
    expect(entries.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([
      [],
      ['policy/resource-unbounded'],
    ]);
    const strict = await judged(['p.json', '--preset', 'strict'], files);
    expect(strict.entries[0]!.findings.map(({ rule }) => rule)).toEqual(['policy/resource-unbounded']);
  });
});

describe('exit status', () => {
  const files = { 'none.json': ORGANIZATION, 'note.json': EVERYTHING, 'error.json': ANY_QUEUE };
  it.each([
    [['none.json'], 0],
    [['note.json'], 0],
    [['note.json', '--fail-on', 'note'], 1],
    [['none.json', 'error.json'], 1],
    [['error.json', '--fail-on', 'never'], 0],
    [['error.json', 'missing.json'], 3],
  ] as const)('%j: %i', async (argv, status) => {
    expect((await judged([...argv, '--service', 'sqs'], files)).status).toBe(status);
  });

  it.each([
    [[], /^vpce-lint: no input\. Name policy files, or `-` for standard input\. See vpce-lint policy --help\.\n$/],
    [[''], /^vpce-lint: an argument is empty\. Is a variable of the shell unset\?\n$/],
    [['p.json', '--type', 'Tunnel'], /^vpce-lint: --type: unknown type "Tunnel"\. Use Gateway or Interface\.\n$/],
    [
      ['p.json', '--config', 'x.yaml', '--no-config'],
      /^vpce-lint: --config and --no-config cannot be used together\. Remove one of them\.\n$/,
    ],
    [['p.json', '--kind', 'plan'], /^vpce-lint: unknown option --kind/],
    [['p.json', '--format', 'sarif'], /^vpce-lint: --format: unknown value "sarif"\. Use pretty or json\.\n$/],
  ] as const)('2: %j', async (argv, says) => {
    const { status, stderr } = await cli(['policy', ...argv], { cwd: directory({ 'p.json': EVERYTHING }) });
    expect(status).toBe(2);
    expect(stderr).toMatch(says);
  });

  it.each([
    ['empty.json', '', 'the file is empty.'],
    [
      'plan.json',
      '{"planned_values": {}}',
      'this is not a policy, because it has "planned_values". Use `vpce-lint lint plan.json`.',
    ],
    ['list.json', '{"policy": [1]}', '"policy" must be an object, a string or null.'],
    ['service.json', '{"policy": {}, "service": 7}', '"service" must be a string.'],
    [
      'type.json',
      '{"policy": {}, "endpoint": {"type": "Tunnel"}}',
      /^endpoints of type "Tunnel" have no policy\. Use Gateway or Interface\.$/,
    ],
    [
      'trust.json',
      '{"policy": {}, "trust": {"account": []}}',
      /^"trust\.account" is not a known key\. Use organizations, organizationPaths, accounts, principals, resourceAccounts, resourceOrganizations or buckets\.$/,
    ],
    ['lists.json', '{"policy": {}, "trust": {"accounts": "1"}}', '"trust.accounts" must be a list of strings.'],
  ] as const)('3: %s', async (name, text, says) => {
    const { status, stderr, stdout } = await cli(['policy', '--no-config', name], { cwd: directory({ [name]: text }) });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    const said = stderr.slice(`vpce-lint: ${name}: `.length, -1);
    if (typeof says === 'string') expect(said).toBe(says);
    else expect(said).toMatch(says);
  });
});

describe('reading', () => {
  it('standard input', async () => {
    const { entries } = await judged(['-', '--service', 'sqs'], {}, JSON.stringify(ANY_QUEUE));
    expect(entries[0]).toMatchObject({ file: '-', overlyBroad: true });
    expect(entries[0]!.findings[0]!.location.file).toBe(null);
  });

  it.each([
    ['with a byte order mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf8')],
    ['as UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('a file %s', async (_, encode) => {
    const cwd = directory();
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${cwd}/p.json`, encode(JSON.stringify(ANY_QUEUE)));
    const { stdout } = await cli(['policy', 'p.json', '--service', 'sqs', '-f', 'json', '--no-config'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject([{ valid: true, overlyBroad: true }]);
  });

  it('what is no valid document says where it breaks', async () => {
    const files = {
      'cut.json': '{\n  "Version": "2012-10-17",\n  "Statement": [',
      'twice.json': '{"Statement": [], "Statement": []}',
      'effect.json': document({ Effect: 'allow', Principal: '*', Action: '*', Resource: '*' }),
    };
    const { entries, status } = await judged([...Object.keys(files), '--service', 'sqs'], files);
    // Of the first two no statement can be read: nothing was judged.
    expect(status).toBe(3);
    for (const entry of entries) expect(entry).toMatchObject({ valid: false, fullAccess: false });
    expect(entries[0]!.findings).toMatchObject([
      { rule: 'policy/invalid-document', level: 'error', location: { file: 'cut.json', line: 3 } },
    ]);
    expect(entries[2]!.findings[0]).toMatchObject({ evidence: { pointer: '/Statement/0/Effect' } });
  });
});

describe('pretty', () => {
  it('shows the request and the statement it passes by', async () => {
    const cwd = directory({ 'q.json': JSON.stringify({ service: 'sqs', policy: ANY_QUEUE }, null, 2) });
    const { stdout } = await cli(['policy', 'q.json', '--no-config'], { cwd });
    expect(stdout).toMatchInlineSnapshot(`
      "q.json  (sqs, Interface)
        gets through: everything no, outside callers yes, outside resources yes, both
        in one request yes, actions it does not name no

        error   The policy of sqs allows external accounts to call sqs:SendMessage on
                queues in external accounts (statement Queues)     policy/overly-broad
                q.json:6:7
                request     arn:aws:iam::999988887777:role/developer calls
                            sqs:SendMessage
                            on arn:aws:sqs:us-east-1:999988887777:orders
                            aws:PrincipalAccount = 999988887777
                            aws:PrincipalOrgID = o-outsider000
                            aws:ResourceAccount = 999988887777
                            aws:ResourceOrgID = o-outsider000
                            and 7 keys the document does not ask for
                statement 0 {"Sid":"Queues","Effect":"Allow","Principal":"*","Action":
                            "sqs:SendMessage","Resource":"*"}
                why         Malware or an insider with credentials of an external
                            account can copy data through the endpoint to that
                            account. None of your other policies prevents it.
                fix         Restrict the caller (aws:PrincipalOrgID or
                            aws:PrincipalAccount), the resource (aws:ResourceOrgID or
                            aws:ResourceAccount), or both.

      1 policy: 1 error, 0 warnings, 0 notes
      "
    `);
  });

  it('what gets through is shown also where nothing is wrong', async () => {
    const cwd = directory({ 'p.json': { service: 'kms', policy: ORGANIZATION } });
    const { stdout, status } = await cli(['policy', 'p.json', '--no-config'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/gets through: everything no, outside callers no, /);
    expect(stdout).toMatch(/passes +arn:aws:iam::/);
    expect(stdout).toMatch(/\n1 policy: 0 errors, 0 warnings, 0 notes\n$/);
  });

  it('the document cannot steer a terminal', async () => {
    const hostile = document({
      Sid: '\u001b[2K\u202eexe',
      Effect: 'Allow',
      Principal: '*',
      Action: 'sqs:SendMessage',
      Resource: '*',
      Condition: { '\u001b]8;;x\u0007': { 'aws:x\n::error::y': '1' } },
    });
    const cwd = directory({ 'p\u202e.json': { service: 'sqs', policy: hostile } });
    const { stdout } = await cli(['policy', 'p\u202e.json', '--no-config'], { cwd });
    expect(stdout).toContain('\\u202e');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(stdout).not.toMatch(/^::error/m);
  });
});

describe('as a library', () => {
  it('says what the command says', async () => {
    const text = JSON.stringify(ANY_QUEUE);
    const { entries } = await judged(['policy.json', '--service', 'sqs', '--type', 'Interface'], {
      'policy.json': text,
    });
    const report = await judgePolicy({ policy: text, service: 'sqs', type: 'Interface', config: false });
    for (const key of KEYS.filter((each) => each !== 'findings')) expect(report).toHaveProperty(key, entries[0]![key]);
    expect(JSON.parse(JSON.stringify(report.findings))).toMatchObject(entries[0]!.findings);
  });

  it('takes objects, whole service names and who is inside', async () => {
    const given = { policy: ORGANIZATION, service: 'com.amazonaws.eu-west-1.sqs', config: false as const };
    expect(await judgePolicy(given)).toMatchObject({ service: 'sqs', overlyBroad: false });
    const others = { ...given, trust: { organizations: ['o-another999'] } };
    expect(await judgePolicy(others)).toMatchObject({ overlyBroad: true });
  });

  it('AWS’s default where there is none', async () => {
    expect(await judgePolicy({ policy: null, service: 's3', config: false })).toMatchObject({ fullAccess: true });
  });

  it('refuses values of a wrong kind', async () => {
    const wrong = (options: object) => judgePolicy({ policy: null, config: false, ...options });
    await expect(wrong({ policy: 1 })).rejects.toThrow('"policy" must be an object, a string or null');
    await expect(wrong({ service: 1 })).rejects.toThrow('"service" must be a string');
    await expect(wrong({ type: 'Tunnel' })).rejects.toThrow('endpoints of type "Tunnel" have no policy');
    await expect(wrong({ trust: { account: [] } })).rejects.toThrow('"trust.account" is not a known key');
  });
});
