import type { Tree } from '../src/model/tree.ts';

const version = { Version: '2012-10-17' } as const;
const allow = (resource: readonly string[] | string, action = 's3:*'): Tree => ({
  Effect: 'Allow',
  Principal: '*',
  Action: action,
  Resource: resource,
});
const deny = (resource: readonly string[] | string): Tree => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: resource,
});

/** Policies made to be hard: many globs against many Denies, chains of `?`, documents at the size limit. */
export function hardPolicies(): { readonly name: string; readonly policy: Tree }[] {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  const globs = numbers(60).map((index) => `arn:aws:s3:::team-${index}-*-data-*/*`);
  const denies = numbers(20).map((index) => deny(`arn:aws:s3:::*-${index}-*/*`));
  const swallowed = numbers(20).map((index) => deny(`arn:aws:s3:::team-${index % 10}*`));
  const chain = `arn:aws:s3:::*a${'?'.repeat(10)}b*c${'?'.repeat(10)}*/*`;
  const long = numbers(370).map((index) => `arn:aws:s3:::corp-bucket-with-a-long-name-${index}/*`);
  const many = numbers(60).map(
    (index): Tree => ({
      Effect: index % 3 === 0 ? 'Deny' : 'Allow',
      Principal: '*',
      Action: ['s3:Get*', 's3:Put*', `s3:List${'?'.repeat(index % 5)}*`],
      Resource: `arn:aws:s3:::b-${index}*/*`,
      Condition: {
        StringNotEquals: { 'aws:PrincipalOrgID': `o-abc123de${index + 10}`, [`aws:PrincipalTag/t${index % 7}`]: 'x' },
      },
    }),
  );
  return [
    { name: '60 globs against 20 Denies', policy: { ...version, Statement: [allow(globs), ...denies] } },
    { name: '60 globs, all swallowed', policy: { ...version, Statement: [allow(globs), ...swallowed] } },
    {
      name: 'chains of ?',
      policy: { ...version, Statement: [allow(chain), deny(`arn:aws:s3:::*b${'?'.repeat(9)}a*`)] },
    },
    {
      name: '20,480 characters of buckets',
      policy: { ...version, Statement: [allow(long), deny('arn:aws:s3:::*-9*')] },
    },
    { name: 'sixty statements', policy: { ...version, Statement: many } },
    {
      name: 'a hundred accounts',
      policy: {
        ...version,
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: '*',
            Resource: '*',
            Condition: {
              StringEquals: { 'aws:PrincipalAccount': numbers(100).map((index) => String(100_000_000_000 + index)) },
              ArnLike: {
                'aws:PrincipalArn': numbers(100).map((index) => `arn:aws:iam::${100_000_000_000 + index}:role/app-*`),
              },
            },
          },
        ],
      },
    },
  ];
}
