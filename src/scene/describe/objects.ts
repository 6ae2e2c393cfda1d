/** Small parts that many describe answers share. */

export type Item = Readonly<Record<string, unknown>>;

/** `Tags` as the AWS CLI prints them. */
export function tagList(tags: Readonly<Record<string, string>> | null): Item[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

/** An object without the members that are undefined: the CLI leaves out what AWS does not answer. */
export function present(item: Readonly<Record<string, unknown>>): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}
