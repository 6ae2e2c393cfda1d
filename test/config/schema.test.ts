import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configJsonSchema } from '../../scripts/lib/config-schema.ts';
import { allRules } from '../../src/catalogue.ts';
import { configSchema } from '../../src/config/schema.ts';

const text = readFileSync(new URL('../../schema/config.json', import.meta.url), 'utf8');
const valid = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(JSON.parse(text));

const EXAMPLE = `
preset: recommended
failOn: warning
rules:
  availability/single-az: { level: error, minZones: 3 }
  coverage/*: off
trust:
  organizations: [o-abc123def4]
  accounts: ["111122223333"]
  resourceAccounts: ["444455556666"]
overrides:
  - match: { address: "module.dev.*" }
    rules: { availability/single-az: off }
    reason: development stack
suppressions:
  - rule: dns/private-dns-disabled
    match: { service: kms }
    reason: served by the shared hosted zone
    until: 2027-03-31
`;

describe('schema/config.json', () => {
  it('is what the rules and the reader say: run `npm run gen`', () => {
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(configJsonSchema(configSchema(), allRules()))));
  });

  it('accepts a config of every kind of setting', () => {
    expect(valid(parse(EXAMPLE)) ? [] : valid.errors).toEqual([]);
  });

  it.each([
    'preset: strikt',
    'rule: {}',
    'rules: { availability/singel-az: off }',
    'rules: { availability/single-az: loud }',
    'rules: { availability/single-az: { minzones: 3 } }',
    'rules: { availability/single-az: { minZones: 1 } }',
    'rules: { availability/*: { minZones: 3 } }',
    'trust: { accounts: [111122223333] }',
    'suppressions: [{ rule: "*" }]',
    'suppressions: [{ rule: dns/private-dns-disabled, until: tomorrow }]',
    'overrides: [{ rules: {} }]',
  ])('refuses %s', (config) => {
    expect(valid(parse(config))).toBe(false);
  });
});
