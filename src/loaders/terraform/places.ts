/** Accounts and Regions of a document, as far as it shows them. */
import { isRegion, parseArn, regionOfZone } from '../../aws/index.ts';
import type { Places } from '../../model/index.ts';
import { callersOf } from './nouns/callers.ts';
import type { Registry } from './nouns/registry.ts';

/** What the document's own resources and its providers say. */
export function placesOf(registry: Registry): Places {
  const accounts = new Set([...callersOf(registry).values()].flatMap((ids) => [...ids]));
  const regions = new Set<string>();
  const region = (text: unknown) => {
    if (typeof text === 'string' && isRegion(text)) regions.add(text);
  };
  const providers = new Set<string>();
  let here: unknown;
  for (const { values, mode, type, provider } of registry.graph.document.instances) {
    const arn = typeof values.arn === 'string' ? parseArn(values.arn) : undefined;
    region(arn?.region);
    if (mode === 'data') {
      if (type === 'aws_region') here = values.region ?? values.name ?? values.id;
      continue;
    }
    region(values.region ?? regionOfZone(String(values.availability_zone ?? '')));
    if (provider !== undefined) providers.add(provider);
  }
  for (const key of providers) region(registry.inProvider(key, registry.providerOf(key).region));
  // Asked for by name it may be any; where nothing else tells it is most likely its own.
  if (regions.size === 0) region(here);
  return { accounts, regions };
}
