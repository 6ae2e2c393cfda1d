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

const LARGEST = 20_480;

const statement = (rest: { readonly [key: string]: Tree }): Tree => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:*',
  Resource: '*',
  ...rest,
});
const account = (index: number): string => String(100_000_000_000 + index * 7919);
const when = (operator: string, key: string, value: Tree): { readonly [key: string]: Tree } => ({
  Condition: { [operator]: { [key]: value } },
});

/** As many statements, or values of one, as AWS takes. */
function filled(head: readonly Tree[], make: (index: number) => Tree): Tree {
  const list = [...head];
  let size = JSON.stringify({ ...version, Statement: list }).length;
  for (let index = 0; ; index++) {
    const next = make(index);
    size += JSON.stringify(next).length + 1;
    if (size > LARGEST) return { ...version, Statement: list };
    list.push(next);
  }
}

function listed(make: (index: number) => string, wrap: (list: readonly string[]) => readonly Tree[]): Tree {
  const list: string[] = [];
  let size = JSON.stringify({ ...version, Statement: wrap([]) }).length;
  for (let index = 0; ; index++) {
    const next = make(index);
    size += next.length + 3;
    if (size > LARGEST) return { ...version, Statement: wrap(list) as Tree };
    list.push(next);
  }
}

/** Documents of the size AWS takes at most, each heavy in another way. */
export function largestPolicies(): { readonly name: string; readonly policy: Tree }[] {
  const everything = statement({ Action: '*' });
  const refuse = (rest: { readonly [key: string]: Tree }): Tree => statement({ Effect: 'Deny', ...rest });
  const tag = (index: number): string => `aws:PrincipalTag/t${index % 6}`;
  return [
    {
      name: 'Denies of globs',
      policy: filled([everything], (i) => refuse({ Resource: `arn:aws:s3:::*${i}a*b${i}*` })),
    },
    {
      name: 'Denies of tags that contradict each other',
      policy: filled([everything], (i) =>
        refuse({ Condition: { StringNotEquals: { [tag(i)]: `v${i}`, [tag(i + 1)]: `w${i}`, [tag(i + 3)]: `z${i}` } } }),
      ),
    },
    {
      name: 'accounts',
      policy: listed(account, (list) => [statement(when('StringEquals', 'aws:PrincipalAccount', list))]),
    },
    {
      name: 'accounts and their resources',
      policy: filled([], (i) =>
        statement({ Principal: { AWS: account(i) }, ...when('StringEquals', 'aws:ResourceAccount', account(i)) }),
      ),
    },
    {
      name: 'organizations',
      policy: listed(
        (i) => `o-abc${100_000 + i}x`,
        (list) => [
          statement({ Condition: { StringEquals: { 'aws:PrincipalOrgID': list, 'aws:ResourceOrgID': list } } }),
        ],
      ),
    },
    {
      name: 'users as principals',
      policy: listed(
        (i) => `arn:aws:iam::${account(i)}:user/u${i}`,
        (list) => [statement({ Principal: { AWS: list } })],
      ),
    },
    {
      name: 'roles by glob',
      policy: listed(
        (i) => `arn:aws:iam::*:role/*a${i}*b*`,
        (list) => [everything, refuse(when('ArnNotLike', 'aws:PrincipalArn', list))],
      ),
    },
    {
      name: 'one chain of stars',
      policy: { ...version, Statement: [statement({ Resource: `arn:aws:s3:::${'*a?'.repeat(6000)}` })] },
    },
    {
      name: 'actions by glob',
      policy: filled([], (i) =>
        statement({ Action: `s3:*${'abcdefghijklmnopqrstuvwxyz'[i % 26]}*`, Resource: `arn:aws:s3:::b${i}*` }),
      ),
    },
    {
      name: 'both sides of one organization, by account',
      policy: filled([], (i) =>
        statement({
          Condition: {
            // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the policy
            StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}', 'aws:PrincipalAccount': account(i) },
          },
        }),
      ),
    },
    {
      name: 'addresses',
      policy: filled([everything], (i) => refuse(when('NotIpAddress', 'aws:VpcSourceIp', `10.${i % 250}.0.0/16`))),
    },
  ];
}
