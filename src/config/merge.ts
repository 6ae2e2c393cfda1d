import { dirname, join, relative } from 'node:path';
import type { Config } from './config.ts';

/** A config on top of one it extends: what it says wins, key by key in `trust`; overrides and suppressions add up. */
export function mergeConfigs(base: Config, top: Config): Config {
  const trust = { ...base.trust, ...top.trust };
  const context = top.context ?? contextSeenFrom(base, top);
  return {
    ...base,
    ...top,
    bases: [...base.bases, ...(base.file === null ? [] : [base.file])],
    from: { ...base.from, ...top.from },
    ...(base.trust || top.trust ? { trust } : {}),
    ...(context ? { context } : {}),
    rules: [...base.rules, ...top.rules],
    overrides: [...base.overrides, ...top.overrides],
    suppressions: [...base.suppressions, ...top.suppressions],
  };
}

/** Paths of a base are relative to its directory, those of a config to its own. */
function contextSeenFrom(base: Config, top: Config): readonly string[] | undefined {
  if (base.file === null || top.file === null) return base.context;
  const way = relative(dirname(top.file), dirname(base.file));
  return base.context?.map((path) => join(way, path).replaceAll('\\', '/'));
}
