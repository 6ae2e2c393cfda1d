/** Which files of a directory are one module's sources, as Terraform and OpenTofu choose them. */

export interface SourceNames {
  /** In alphabetical order. */
  readonly plain: readonly string[];
  /** Merged into the others, in this order. */
  readonly overrides: readonly string[];
}

const SOURCE = /^(?!\.)(.+)\.(tf|tofu)(\.json)?$/;

/** Whether a file has this name for being Terraform code. */
export function isSource(name: string): boolean {
  return SOURCE.test(name) && !/~$|^#.*#$/.test(name);
}

/** OpenTofu reads `main.tofu` in place of a `main.tf` beside it. */
export function sourceNames(names: readonly string[]): SourceNames {
  const all = new Set(names);
  const used = names.filter((name) => {
    const match = isSource(name) ? SOURCE.exec(name) : null;
    if (!match) return false;
    const [, stem, kind, json = ''] = match;
    return kind !== 'tf' || !all.has(`${stem}.tofu${json}`);
  });
  used.sort();
  const isOverride = (name: string) => /(^|_)override$/.test(SOURCE.exec(name)![1]!);
  return { plain: used.filter((name) => !isOverride(name)), overrides: used.filter(isOverride) };
}
