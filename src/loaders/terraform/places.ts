/** Accounts and Regions a document is of, as far as it tells. */
import { isRegion, parseArn, regionOfZone } from '../../aws/index.ts';
import type { Places } from '../../model/index.ts';
import { isRecord } from './document/shapes.ts';
import type { Registry } from './nouns/registry.ts';

/**
 * What the document's own resources, its providers and `data.aws_caller_identity` say. Owners of what is only looked up
 * do not count: a shared VPC is another account's.
 */
export function placesOf(registry: Registry): Places {
  const accounts = new Set<string>();
  const regions = new Set<string>();
  const account = (text: unknown) => {
    if (typeof text === 'string' && /^\d{12}$/.test(text)) accounts.add(text);
  };
  const region = (text: unknown) => {
    if (typeof text === 'string' && isRegion(text)) regions.add(text);
  };
  const providers = new Set<string>();
  let here: unknown;
  for (const { values, mode, type, provider } of registry.graph.document.instances) {
    const arn = typeof values.arn === 'string' ? parseArn(values.arn) : undefined;
    region(arn?.region);
    if (mode === 'data') {
      if (type === 'aws_caller_identity') account(values.account_id);
      if (type === 'aws_region') here = values.region ?? values.name ?? values.id;
      continue;
    }
    account(values.owner_id);
    account(arn?.account);
    region(values.region ?? regionOfZone(String(values.availability_zone ?? '')));
    if (provider !== undefined) providers.add(provider);
  }
  for (const key of providers) {
    const { allowed_account_ids: allowed, assume_role: roles, region: own } = registry.providerOf(key);
    region(registry.inProvider(key, own));
    // One that may run in several accounts does not tell in which it does.
    const ids = registry.inProvider(key, allowed);
    if (Array.isArray(ids) && ids.length === 1) account(ids[0]);
    // The last role of a chain is the one that acts.
    const role = (Array.isArray(roles) ? roles : [roles]).at(-1);
    const name = isRecord(role) ? registry.inProvider(key, role.role_arn) : undefined;
    if (typeof name === 'string') account(parseArn(name)?.account);
  }
  // Asked for by name it may be any; where nothing else tells it is most likely its own.
  if (regions.size === 0) region(here);
  return { accounts, regions };
}
