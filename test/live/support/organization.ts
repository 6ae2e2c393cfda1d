/** An organization in moto, with an endpoint or two in each of its accounts. */
import { buildSmall, MAIN } from './account.ts';
import { SECRETS } from './program.ts';

export interface Built {
  readonly accounts: readonly string[];
  readonly unit: string;
}

/** Accounts `a`, `b`, `c` and `d`, the last two in a unit. Regions with endpoints: eu-west-1. */
export async function buildOrganization(url: string): Promise<Built> {
  await fetch(`${url}/moto-api/reset`, { method: 'POST' });
  await ask(url, 'CreateOrganization', { FeatureSet: 'ALL' });
  const { Roots } = await ask(url, 'ListRoots', {});
  const root = (Roots as { Id: string }[])[0]!.Id;
  const { OrganizationalUnit } = await ask(url, 'CreateOrganizationalUnit', { ParentId: root, Name: 'inner' });
  const unit = (OrganizationalUnit as { Id: string }).Id;
  const accounts: string[] = [];
  for (const name of ['a', 'b', 'c', 'd']) {
    const { CreateAccountStatus } = await ask(url, 'CreateAccount', {
      AccountName: name,
      Email: `${name}@example.com`,
    });
    const id = (CreateAccountStatus as { AccountId: string }).AccountId;
    accounts.push(id);
    if (name > 'b') await ask(url, 'MoveAccount', { AccountId: id, SourceParentId: root, DestinationParentId: unit });
    await buildSmall(url, 'eu-west-1', `arn:aws:iam::${id}:role/audit`);
  }
  await buildSmall(url, 'eu-west-1');
  return { accounts: [...accounts, MAIN].sort(), unit };
}

async function ask(url: string, operation: string, input: object): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSOrganizationsV20161128.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${SECRETS.AWS_ACCESS_KEY_ID}/20260101/us-east-1/organizations/aws4_request`,
    },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${operation}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}
