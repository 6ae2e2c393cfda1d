import { shownPath } from '../base/shown-path.ts';
import type { ConfigSummary } from '../findings/index.ts';
import type { Settings } from './settings.ts';

/** What a report shows about the config; null if no config was read. */
export function configSummary({ config, preset, failOn, applied }: Settings, cwd: string): ConfigSummary | null {
  if (config.file === null) return null;
  return {
    file: shownPath(config.file, cwd),
    extends: config.bases.map((file) => shownPath(file, cwd)),
    preset,
    failOn,
    ...applied,
    overrides: config.overrides.length,
    suppressions: config.suppressions.length,
    trusted: Object.values(config.trust ?? {}).flat().length,
    context: config.context?.length ?? 0,
  };
}
