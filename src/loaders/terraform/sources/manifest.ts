import { isRecord, text } from '../document/shapes.ts';

/** Directories of downloaded modules by path of calls, as `terraform init` leaves them in `modules.json`. */
export function readManifest(bytes: Uint8Array | undefined): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const item of entriesOf(bytes)) {
    if (!isRecord(item)) continue;
    const key = text(item.Key);
    const directory = text(item.Dir);
    if (key !== undefined && directory !== undefined) out.set(key, directory);
  }
  return out;
}

/** A binary plan file holds the bare list. */
function entriesOf(bytes: Uint8Array | undefined): readonly unknown[] {
  if (!bytes) return [];
  let manifest: unknown;
  try {
    manifest = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return [];
  }
  if (Array.isArray(manifest)) return manifest;
  return isRecord(manifest) && Array.isArray(manifest.Modules) ? manifest.Modules : [];
}
