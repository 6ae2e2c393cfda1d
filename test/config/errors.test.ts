import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, directory, HEALTHY, planOf } from '../cli/harness.ts';

/** What a config is told, or undefined where there is nothing wrong with it. */
async function fault(config: string): Promise<string | undefined> {
  const cwd = directory({ 'vpce-lint.yaml': config, 'plan.json': planOf(HEALTHY) });
  const { status, stdout, stderr } = await cli(['plan.json', '-f', 'json'], { cwd });
  if (status !== 2) return undefined;
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^vpce-lint: .+\n$/);
  return stderr.slice('vpce-lint: '.length, -1);
}

describe('an error in the config has file, line, column, what, and the nearest name', () => {
  it.each([
    [
      'preset: strikt',
      '1:9: preset: unknown value "strikt". Did you mean "strict"? Use recommended, strict, pedantic, fsbp or cis-7.0.',
    ],
    ['failon: error', '1:1: unknown key "failon". Did you mean "failOn"?'],
    ['preset: strict\nrule:\n  a: off', '2:1: unknown key "rule". Did you mean "rules"?'],
    [
      'preset: { toString: 1 }',
      '1:9: preset: unknown value "{"toString":1}". Use recommended, strict, pedantic, fsbp or cis-7.0.',
    ],
    ['suppressions: [[{ toString: a }]]', '1:16: suppressions[0] must be a map.'],
    [
      'rules:\n  availability/single-az: { level: { toString: 1 } }',
      '2:36: "{"toString":1}" is not a level. Use off, note, warning or error.',
    ],
    ['- a\n- b', '1:1: the config must be a map of settings. Write `preset: recommended`, for example.'],
    ['just text', '1:1: the config must be a map of settings. Write `preset: recommended`, for example.'],
    ['rules: [a]', '1:8: rules must be a map.'],
    [
      'rules:\n  availability/singel-az: off',
      '2:3: unknown rule "availability/singel-az". Did you mean "availability/single-az"?',
    ],
    ['rules:\n  single-az: off', '2:3: unknown rule "single-az". Did you mean "availability/single-az"?'],
    ['rules:\n  availabilty/*: off', '2:3: unknown family "availabilty/*". Did you mean "availability/*"?'],
    [
      'rules:\n  availability/single-az: of',
      '2:27: "of" is not a level. Did you mean "off"? Use off, note, warning or error.',
    ],
    [
      'rules:\n  availability/single-az: 3',
      '2:27: availability/single-az: 3 is not a setting. Use off, note, warning or error, or a map of level and options.',
    ],
    [
      'rules:\n  availability/single-az: { level: hard }',
      '2:36: "hard" is not a level. Use off, note, warning or error.',
    ],
    [
      'rules:\n  availability/single-az: { minzones: 3 }',
      '2:29: availability/single-az: unknown option "minzones". Did you mean "minZones"? Its options are minZones.',
    ],
    [
      'rules:\n  availability/single-az: { minZones: many }',
      '2:39: minZones of availability/single-az: must be a number.',
    ],
    [
      'rules:\n  availability/single-az: { minZones: 2.5 }',
      '2:39: minZones of availability/single-az: must be a whole number.',
    ],
    [
      'rules:\n  availability/single-az: { minZones: 1 }',
      '2:39: minZones of availability/single-az: must be at least 2.',
    ],
    ['rules:\n  availability/*: { minZones: 2 }', '2:21: a family has no options. Name one rule.'],
    [
      'rules:\n  suppression/unused: { days: 2 }',
      '2:25: suppression/unused: unknown option "days". The rule has no options.',
    ],
    ['trust:\n  acounts: []', '2:3: unknown key "acounts" in trust. Did you mean "accounts"?'],
    [
      'trust:\n  accounts: 111122223333',
      '2:13: trust.accounts must be a list, but YAML reads a number. Quote it: "111122223333".',
    ],
    [
      'trust:\n  accounts:\n    - 111122223333',
      '3:7: trust.accounts[0] must be text, but YAML reads a number. Quote it: "111122223333".',
    ],
    [
      'trust:\n  accounts:\n    - 012345678901',
      '3:7: trust.accounts[0] must be text, but YAML reads a number. Quote it: "012345678901".',
    ],
    ['trust:\n  accounts: ["1111"]', '2:14: trust.accounts[0]: an account id has twelve digits.'],
    ['trust:\n  organizations: [abc]', '2:19: trust.organizations[0]: an organization id looks like o-abc123def4.'],
    [
      'overrides:\n  - match: { adress: x }\n    rules: {}',
      '2:14: unknown key "adress" in overrides[0].match. Did you mean "address"?',
    ],
    ['overrides:\n  - rules: {}', '2:5: overrides[0].match is missing.'],
    [
      'overrides:\n  - match: { account: 111122223333 }\n    rules: {}',
      /^2:\d+: overrides\[0\]\.match\.account must be text or a list of texts, but YAML reads a number\. Quote it: "111122223333"\.$/,
    ],
    ['overrides:\n  - match: {}\n    rules: { nope/nope: off }', '3:14: unknown rule "nope/nope".'],
    [
      'suppressions:\n  - rule: dns/private-dns-disable\n    reason: x',
      '2:11: unknown rule "dns/private-dns-disable". Did you mean "dns/private-dns-disabled"?',
    ],
    ["suppressions:\n  - rule: '*'\n    reason: x", '2:11: `*` is not allowed here. Name the rules.'],
    [
      'suppressions:\n  - rule: dns/private-dns-disabled\n    until: tomorrow',
      '3:12: suppressions[0].until: a date looks like 2027-03-31.',
    ],
    [
      'suppressions:\n  - rule: dns/private-dns-disabled\n    until: 2027-02-30',
      '3:12: suppressions[0].until: a date looks like 2027-03-31.',
    ],
    ['rules:\n\tavailability/single-az: off', '2:1: tabs are not allowed as indentation. Indent with spaces.'],
    ['preset: strict\npreset: pedantic', '2:1: this key occurs twice. Keep one of them.'],
    ['rules:\n  *: off', /^2:\d+: alias ending in : is ambiguous\. Quote it: '\*'\.$/],
    ['rules: { availability/single-az: off', /^1:\d+: .*must.*\}/],
    ['preset: !strict x', /^1:\d+: unresolved tag: !strict\.$/],
    ['---\npreset: strict\n---\npreset: strict', '3:1: the file has several documents.'],
  ] as const)('%j', async (config, says) => {
    const told = await fault(config);
    if (typeof says === 'string') expect(told).toBe(`vpce-lint.yaml:${says}`);
    else {
      expect(told).toMatch(/^vpce-lint\.yaml:/);
      expect(told?.slice('vpce-lint.yaml:'.length)).toMatch(says);
    }
  });

  it('aliases that unfold without end are refused', async () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...[...'bcdefghi'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`),
    ];
    expect(await fault(bomb.join('\n'))).toMatch(
      /^vpce-lint\.yaml:\d+:\d+: excessive alias count indicates a resource exhaustion attack\. Write the values instead of aliases\.$/,
    );
  });

  it('what is no text is refused', async () => {
    const cwd = directory({ 'plan.json': planOf(HEALTHY) });
    writeFileSync(join(cwd, 'vpce-lint.yaml'), Buffer.from([0x70, 0xe9, 0x70, 0x0a]));
    expect((await cli(['plan.json'], { cwd })).stderr).toBe(
      'vpce-lint: vpce-lint.yaml:1:2: the byte 0xE9 is not UTF-8. Write the file as UTF-8.\n',
    );
  });

  it('UTF-16, as PowerShell writes it, is read', async () => {
    const cwd = directory({ 'plan.json': planOf(HEALTHY) });
    writeFileSync(join(cwd, 'vpce-lint.yaml'), Buffer.from('\ufeffpreset: strict\r\n', 'utf16le'));
    expect((await cli(['--print-config'], { cwd })).stdout).toContain('preset: strict # vpce-lint.yaml:1');
  });

  it.each([
    '',
    '# nothing but a comment',
    'rules:\noverrides:\nsuppressions:',
    '\ufeffpreset: strict',
    'preset: strict\r\nfailOn: never\r\n',
    'rules:\n  availability/*: off\n  "*": note',
    'rules: { availability/single-az: { level: error, minZones: 3 } }',
    'x-anchor: &a off',
  ])('nothing is wrong with %j', async (config) => {
    const told = await fault(config);
    if (config.startsWith('x-')) expect(told).toMatch(/^vpce-lint\.yaml:1:1: unknown key "x-anchor"/);
    else expect(told).toBeUndefined();
  });
});
