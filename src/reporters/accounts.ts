import type { Report } from '../findings/index.ts';

export type AccountLabel = (account: string | null) => string | null;

/** What people call an account, with its id: `payments-prod (111122223333)`. */
export function accountLabels({ accounts = {} }: Report): AccountLabel {
  return (account) =>
    account !== null && Object.hasOwn(accounts, account) ? `${accounts[account]} (${account})` : account;
}
