/** The file that is running, as a path from the root. What the model and `src/base` do, they do for those who call them. */
export function reader(): string {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.prepareStackTrace = (_, sites) => sites;
  Error.stackTraceLimit = 40;
  const sites = new Error().stack as unknown as readonly NodeJS.CallSite[];
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  for (const site of sites) {
    const path = /[\\/]((?:src|rules)[\\/].*)$/.exec(site.getFileName() ?? '')?.[1]?.replaceAll('\\', '/');
    if (path !== undefined && !SERVANTS.test(path)) return path;
  }
  return '';
}

/** The first: `test/rules` itself. */
const SERVANTS = /^rules\/[a-z-]+\.ts$|^src\/(?:model|base)\//;
