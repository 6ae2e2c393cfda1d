import { table } from '../base/table.ts';
import { plural } from '../base/words.ts';
import { type Fault, type ParsedPolicy, untilOf, type Witness } from '../policy/index.ts';

/** What a resource is called, by IAM prefix, if its ARN does not say it. */
const NOUNS: Readonly<Record<string, string>> = table({
  s3: 'bucket',
  sqs: 'queue',
  sns: 'topic',
  'execute-api': 'API',
});

/** Most characters of a name out of a document that a message shows. */
const LONGEST = 40;

/**
 * What a policy allows, as the rest of a sentence about the policy. Example: "allows external accounts to call
 * s3:PutObject on buckets in external accounts (statement AllowAll)".
 */
export function allowance({ witness, statement }: Fault, policy: ParsedPolicy, room: number): string {
  if (witness === null) return 'allows too much';
  const what = (action: string) => `allows ${who(witness, policy)} to call ${action}${whose(witness)}`;
  const until = statement === null ? null : untilOf(policy, statement);
  const end = until === null ? '' : ` until ${until}`;
  const by = statement === null ? [] : [` (${where(statement, policy)}${end})`, ` (statement ${statement}${end})`];
  const ways = [...by, ''].map((end) => `${what(witness.action)}${end}`);
  return ways.find((way) => way.length <= room) ?? what(clip(witness.action, 30));
}

function who({ caller }: Witness, policy: ParsedPolicy): string {
  switch (caller.kind) {
    case 'anonymous':
      return 'callers without credentials';
    case 'federated':
      return 'web identity and SAML logins';
    case 'visitor':
      return 'anyone who is about to sign in';
    case 'service':
      return 'AWS services';
    default: {
      if (!caller.outside) return 'your principals';
      const named = caller.account !== null && names(policy, caller.account);
      return named ? `account ${caller.account}` : 'external accounts';
    }
  }
}

/** Whether a document names an account. Accounts that stand for any external account are not printed. */
function names({ statements }: ParsedPolicy, account: string): boolean {
  return statements.some(({ principal, conditions }) =>
    [principal.entries, ...conditions.map(({ items }) => items)].some((list) =>
      list.some(({ value }) => typeof value === 'string' && value.includes(account)),
    ),
  );
}

function whose({ owner, resource }: Witness): string {
  if (owner.kind === 'none') return '';
  const nouns = plural(2, nounOf(resource));
  if (owner.kind === 'aws') return ` on ${nouns} of AWS`;
  return owner.outside ? ` on ${nouns} in external accounts` : ` on your ${nouns}`;
}

function nounOf(arn: string): string {
  const parts = arn.split(':');
  const service = parts[2] ?? '';
  if (NOUNS[service] !== undefined && parts.length === 6 && (service !== 's3' || parts[4] === ''))
    return NOUNS[service]!;
  const type = /^([a-z][a-z-]*)[/:]/.exec(parts.slice(5).join(':'))?.[1];
  return type === undefined ? 'resource' : type.replaceAll('-', ' ');
}

/** `statement AllowAll` by its Sid, if that is short and not a number, or else `statement 0`. */
export function where(index: number, policy: ParsedPolicy): string {
  const sid = policy.statements[index]?.sid ?? '';
  return sid !== '' && sid.length <= 24 && !/^\d+$/.test(sid) ? `statement ${sid}` : `statement ${index}`;
}

/** A text from the input in a message, cut if it is long. */
export function clip(text: string, most = LONGEST): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
