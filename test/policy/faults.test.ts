import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Trust } from '../../src/model/index.ts';
import type { Tree } from '../../src/model/tree.ts';
import { analyze, type EndpointFacts, faultsOf, foreignActions, unknownActions } from '../../src/policy/index.ts';
import { FACTS } from './grammar.ts';

const allow = (rest: object = {}): object => ({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', ...rest });
const policy = (...list: readonly object[]): Tree => ({ Version: '2012-10-17', Statement: list as never });
const told = (tree: Tree, facts: Partial<EndpointFacts> = {}, trust?: Trust): string[] => {
  const all = { ...FACTS, ...facts };
  return faultsOf(analyze(tree, all, trust), trust).faults.map(({ rule, level }) => `${rule} ${level}`);
};

describe('one fault, one finding', () => {
  test.each<[string, Tree, readonly string[], Partial<EndpointFacts>?, Trust?]>([
    ['the default document is a note', policy(allow()), ['full-access note']],
    [
      'once trust is configured, a warning',
      policy(allow()),
      ['full-access warning'],
      {},
      { accounts: ['111122223333'] },
    ],
    [
      'equal to it by meaning, a warning',
      policy(allow({ Action: 's3:Get*' }), allow({ NotAction: 's3:Get*', Action: undefined })),
      ['full-access warning'],
    ],
    [
      'a vacuous condition beats what it causes',
      policy(allow({ Condition: { StringLike: { 'aws:PrincipalAccount': '*' } } })),
      ['vacuous-condition error'],
    ],
    [
      'a vacuous condition beside a broad Allow is told apart',
      policy(
        allow({ Action: 's3:GetObject' }),
        allow({ Action: 's3:PutObject', Condition: { StringLike: { 'aws:PrincipalAccount': '*' } } }),
      ),
      ['vacuous-condition warning', 'overly-broad error'],
    ],
    [
      'SourceIp beats the condition it makes vacuous',
      policy(allow({ Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })),
      ['source-ip-unavailable error', 'full-access warning'],
    ],
    ['reads are a warning', policy(allow({ Action: 's3:GetObject' })), ['overly-broad warning']],
    [
      'nothing granted beats dead',
      policy(allow({ Resource: 'arn:aws:s3:::b', Action: 's3:GetObject' })),
      ['grants-nothing error', 'object-action-on-bucket-arn warning'],
    ],
    [
      'foreign actions beat nothing granted',
      policy(allow({ Action: ['ec2:*', 'sqs:SendMessage'] })),
      ['foreign-actions error'],
    ],
    [
      'a gateway principal',
      policy(
        allow({ Principal: { AWS: '111122223333' }, Resource: 'arn:aws:s3:::corp-data/*', Action: 's3:GetObject' }),
      ),
      ['gateway-principal error'],
      { type: 'Gateway' },
    ],
    [
      'AWS buckets for anybody are right',
      policy(allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*' })),
      [],
    ],
    [
      'hybrid nodes',
      policy(
        allow({
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4', 'aws:ResourceOrgID': 'o-abc123def4' } },
        }),
      ),
      ['keyless-caller-blocked note'],
      { service: 'ssm' },
    ],
  ])('%s', (_, tree, wanted, facts, trust) => {
    expect(told(JSON.parse(JSON.stringify(tree)), facts, trust)).toEqual(wanted);
  });

  test('too large, and nearly so', () => {
    const long = (count: number): Tree =>
      policy(
        allow({
          Principal: { AWS: '111122223333' },
          Action: 's3:GetObject',
          Resource: Array.from({ length: count }, (_, index) => `arn:aws:s3:::bucket-with-a-name-${index}/*`),
        }),
      );
    expect(told(JSON.stringify(long(600)))).toContain('too-large error');
    expect(told(JSON.stringify(long(500)))).toContain('too-large warning');
    expect(told(JSON.stringify(long(100)))).toEqual([]);
  });
});

test('foreign and unknown actions are those of the corpus', () => {
  const read = (
    name: string,
  ): { policy: Tree; service: string; expect: { foreignActions?: string[]; unknownActions?: string[] } } =>
    JSON.parse(readFileSync(new URL(`../../fixtures/policies/${name}.json`, import.meta.url), 'utf8'));
  const foreign = read('foreign-actions');
  expect(foreignActions(analyze(foreign.policy, FACTS))?.map(({ action }) => action)).toEqual(
    foreign.expect.foreignActions,
  );
  const unknown = read('unknown-action');
  const [found] = unknownActions(analyze(unknown.policy, FACTS));
  expect(found).toMatchObject({ action: unknown.expect.unknownActions![0], near: 'GetObject' });
});
