import { article } from '../base/words.ts';
import { type Fault, type ParsedPolicy, untilOf, type Witness } from '../policy/index.ts';

/** What a resource is called, by IAM prefix, where its ARN does not say. */
const NOUNS: Readonly<Record<string, string>> = { s3: 'bucket', sqs: 'queue', sns: 'topic', 'execute-api': 'API' };

/** Most characters of a name out of a document that a message shows. */
const LONGEST = 40;

/**
 * What gets through, as the rest of a sentence that begins with an endpoint: "lets an outside account call s3:PutObject
 * on a bucket of an outside account by statement 0 (Sid AllowAll)".
 */
export function letsThrough({ witness, statement }: Fault, policy: ParsedPolicy, room: number): string {
  if (witness === null) return 'lets too much through';
  const what = (action: string) => `lets ${who(witness, policy)} call ${action}${whose(witness)}`;
  const until = statement === null ? null : untilOf(policy, statement);
  const end = until === null ? '' : ` until ${until}`;
  const by = statement === null ? [] : [` by ${where(statement, policy)}${end}`, ` by statement ${statement}${end}`];
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
      return 'whoever is about to sign in';
    case 'service':
      return 'AWS services';
    default: {
      if (!caller.outside) return 'your own principals';
      const named = caller.account !== null && names(policy, caller.account);
      return named ? `account ${caller.account}` : 'an outside account';
    }
  }
}

/** Whether a document spells an account out: those that stand for any stranger are not worth printing. */
function names({ statements }: ParsedPolicy, account: string): boolean {
  return statements.some(({ principal, conditions }) =>
    [principal.entries, ...conditions.map(({ items }) => items)].some((list) =>
      list.some(({ value }) => typeof value === 'string' && value.includes(account)),
    ),
  );
}

function whose({ owner, resource }: Witness): string {
  if (owner.kind === 'none') return '';
  const noun = nounOf(resource);
  const a = article(noun);
  if (owner.kind === 'aws') return ` on ${a} ${noun} of AWS`;
  return owner.outside ? ` on ${a} ${noun} of an outside account` : ` on ${a} ${noun} of your own`;
}

function nounOf(arn: string): string {
  const parts = arn.split(':');
  const service = parts[2] ?? '';
  if (NOUNS[service] !== undefined && parts.length === 6 && (service !== 's3' || parts[4] === ''))
    return NOUNS[service]!;
  const type = /^([a-z][a-z-]*)[/:]/.exec(parts.slice(5).join(':'))?.[1];
  return type === undefined ? 'resource' : type.replaceAll('-', ' ');
}

/** `statement 0`, or `statement 0 (Sid AllowAll)` where the Sid is short. */
export function where(index: number, policy: ParsedPolicy): string {
  const sid = policy.statements[index]?.sid ?? '';
  return sid !== '' && sid.length <= 24 ? `statement ${index} (Sid ${sid})` : `statement ${index}`;
}

/** A text of somebody else's in a message: cut where it is long. */
export function clip(text: string, most = LONGEST): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
