/** The accounts that a document's providers act in. */
import { parseArn } from '../../../aws/index.ts';
import { oncePer, remembered } from '../../../base/memo.ts';
import type { Instance } from '../document/document.ts';
import { isRecord } from '../document/shapes.ts';
import type { Registry } from './registry.ts';

/**
 * Account ids by provider, as its own resources, its settings and `data.aws_caller_identity` say. Owners of what is only
 * looked up do not count: a shared VPC is another account's.
 */
export const callersOf = oncePer((registry: Registry): ReadonlyMap<string | undefined, ReadonlySet<string>> => {
  const callers = new Map<string | undefined, Set<string>>();
  const add = (provider: string | undefined, account: unknown) => {
    if (typeof account === 'string' && /^\d{12}$/.test(account))
      remembered(callers, provider, () => new Set()).add(account);
  };
  const providers = new Set<string>();
  for (const { values, mode, type, provider } of registry.graph.document.instances) {
    if (mode === 'data') {
      if (type === 'aws_caller_identity') add(provider, values.account_id);
      continue;
    }
    add(provider, values.owner_id);
    if (typeof values.arn === 'string') add(provider, parseArn(values.arn)?.account);
    if (provider !== undefined) providers.add(provider);
  }
  for (const key of providers) {
    const { allowed_account_ids: allowed, assume_role: roles } = registry.providerOf(key);
    // One that may run in several accounts does not tell in which it does.
    const ids = registry.inProvider(key, allowed);
    if (Array.isArray(ids) && ids.length === 1) add(key, ids[0]);
    // The last role of a chain is the one that acts.
    const role = (Array.isArray(roles) ? roles : [roles]).at(-1);
    const name = isRecord(role) ? registry.inProvider(key, role.role_arn) : undefined;
    if (typeof name === 'string') add(key, parseArn(name)?.account);
  }
  return callers;
});

/** Who sees what an instance tells: the same text for one account. */
export function seenBy({ provider, at }: Instance, registry: Registry): string {
  const [account, another] = callersOf(registry).get(provider) ?? [];
  if (account !== undefined && another === undefined) return `account ${account}`;
  return `provider ${provider ?? ''} of input ${at.input}`;
}
