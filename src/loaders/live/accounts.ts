/** Which accounts to read where many are: those of an organization, or those that a file lists. */
import { ACROSS, type LiveCall } from './calls.ts';
import type { Source } from './credentials.ts';
import type { Document } from './document.ts';
import type { Fault } from './failure.ts';
import { readPages, type Send } from './pages.ts';
import type { ListedAccount, Organization } from './request.ts';
import { objects } from './rows.ts';

/** The caller, and how to enter the accounts from there. */
export interface Asker {
  readonly account: string;
  readonly arn: string | null;
  readonly source: Source;
  sender(region: string): Send;
}

export interface ListedAccounts {
  readonly accounts: readonly ListedAccount[];
  readonly failed: { readonly call: LiveCall; readonly fault: Fault } | null;
}

/** The active accounts of the organization, or of some of its units and all units in these. */
export async function accountsOf(
  { roleName, units = [] }: Organization,
  asker: Asker,
  home: string,
  signal: AbortSignal,
): Promise<ListedAccounts> {
  const send = asker.sender(regionOfOrganizations(home));
  const found = new Map<string, Document>();
  const ask = async (call: LiveCall, input: Record<string, unknown>) => {
    const { document, fault } = await readPages(send, call, input, signal);
    if (fault) throw new Refused(call, fault);
    return objects(document?.[call.key!]);
  };
  const addAll = (rows: readonly Document[]) => {
    for (const row of rows) if (typeof row.Id === 'string' && isActive(row)) found.set(row.Id, row);
  };
  const visit = async (unit: string): Promise<void> => {
    addAll(await ask(ACROSS.accountsOfUnit, { ParentId: unit }));
    for (const { Id } of await ask(ACROSS.unitsOfUnit, { ParentId: unit })) if (typeof Id === 'string') await visit(Id);
  };
  try {
    if (units.length === 0) addAll(await ask(ACROSS.accounts, {}));
    for (const unit of units) await visit(unit);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { accounts: [], failed: { call: error.call, fault: error.fault } };
  }
  const partition = /^arn:([\w-]+):/.exec(asker.arn ?? '')?.[1] ?? 'aws';
  const accounts = [...found.values()].map(({ Id, Name }): ListedAccount => {
    const id = String(Id);
    const own = id === asker.account;
    const roles = own ? asker.source.roles : [...asker.source.roles, `arn:${partition}:iam::${id}:role/${roleName}`];
    return { id, name: typeof Name === 'string' ? Name : null, roles };
  });
  return { accounts, failed: null };
}

class Refused extends Error {
  readonly call: LiveCall;
  readonly fault: Fault;
  constructor(call: LiveCall, fault: Fault) {
    super();
    this.call = call;
    this.fault = fault;
  }
}

/** `State` replaces `Status`, which AWS withdraws. */
function isActive({ State, Status }: Document): boolean {
  return (State ?? Status ?? 'ACTIVE') === 'ACTIVE';
}

/** AWS Organizations answers in one Region of each partition. */
function regionOfOrganizations(home: string): string {
  if (home.startsWith('cn-')) return 'cn-northwest-1';
  return home.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1';
}
