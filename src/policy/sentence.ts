import type { ParsedPolicy } from './document/document.ts';
import type { Witness } from './witness.ts';

/** What a resource of a service is called, where its ARN does not say. */
const NOUNS: Readonly<Record<string, string>> = { s3: 'bucket', sqs: 'queue', sns: 'topic', 'execute-api': 'API' };

/**
 * A witness in words: who can do what, to whose resource, by which statement. "An outside account (999988887777) can
 * s3:PutObject to a bucket of another account by statement 0 (Sid AllowAll)".
 */
export function sentence(witness: Witness, policy?: ParsedPolicy): string {
  const by = witness.statement === null ? '' : ` by ${statementName(witness.statement, policy)}`;
  // Of a service whose actions are not known there is no name to give.
  const does = witness.action.startsWith('*:') ? 'act' : witness.action;
  return `${who(witness)} can ${does}${whose(witness)}${by}`;
}

/** `statement 0 (Sid AllowAll)`. */
export function statementName(index: number, policy?: ParsedPolicy): string {
  const sid = policy?.statements[index]?.sid;
  return sid == null ? `statement ${index}` : `statement ${index} (Sid ${sid})`;
}

function who({ caller }: Witness): string {
  switch (caller.kind) {
    case 'anonymous':
      return 'Anyone without credentials';
    case 'federated':
      return 'A web identity or SAML login';
    case 'service':
      return 'An AWS service';
    default:
      return caller.outside ? `An outside account (${caller.account})` : `Your own account (${caller.account})`;
  }
}

function whose({ owner, resource }: Witness): string {
  if (owner.kind === 'none') return '';
  const noun = nounOf(resource);
  const article = /^[aeiou]/i.test(noun) ? 'an' : 'a';
  if (owner.kind === 'aws') return ` to ${article} ${noun} of AWS`;
  return owner.outside ? ` to ${article} ${noun} of another account` : ` to ${article} ${noun} of your own`;
}

function nounOf(arn: string): string {
  const parts = arn.split(':');
  const service = parts[2] ?? '';
  if (NOUNS[service] !== undefined && parts.length === 6 && (service !== 's3' || parts[4] === ''))
    return NOUNS[service]!;
  const type = /^([a-z][a-z-]*)[/:]/.exec(parts.slice(5).join(':'))?.[1];
  return type === undefined ? 'resource' : type.replaceAll('-', ' ');
}
