/** Adds what the checked inputs are checked against: context that the user names, and the other inputs. */
import { shownPath } from './base/shown-path.ts';
import { joinContexts, wantedBy } from './context/index.ts';
import { redactor } from './findings/index.ts';
import { type LoadResult, load } from './loaders/index.ts';
import type { LiveRequest } from './loaders/live/request.ts';
import type { Incompleteness, Input, Network, Picture } from './model/index.ts';

export interface Beside {
  /** Files, directories and globs that hold context, relative to `cwd`. */
  readonly paths: readonly string[];
  /** Account to read what the judged inputs name from. */
  readonly live: LiveRequest | undefined;
  readonly cwd: string;
}

export async function besideContext(judged: LoadResult, { paths, live, cwd }: Beside): Promise<LoadResult> {
  const found: LoadResult[] = [];
  const role = 'context';
  const count = () => judged.inputs.length + found.reduce((sum, { inputs }) => sum + inputs.length, 0);
  const close = () => {
    for (const each of [judged, ...found]) each.close();
  };
  try {
    if (paths.length > 0) found.push(await load({ paths, cwd, role, firstInput: count() }));
    if (live) found.push(await readAccount(judged, live, count()));
    return { ...joined(judged, found, cwd), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Reads what the judged inputs name. Nothing is asked where they name nothing. */
async function readAccount(judged: LoadResult, live: LiveRequest, firstInput: number): Promise<LoadResult> {
  const request = requestFor(judged, live);
  if (request === null)
    return { ...NONE, notes: ['the input names no VPC by its ID, so vpce-lint reads nothing from the account'] };
  const { loadLive } = await import('./loaders/live/index.ts');
  return loadLive(request, { role: 'context', firstInput });
}

/** The request for what judged inputs name, in their Regions unless others are asked for; null if they name no VPC. */
export function requestFor({ pictures }: Pick<LoadResult, 'pictures'>, live: LiveRequest): LiveRequest | null {
  const { vpcs, ids, regions } = wantedBy(pictures);
  const [endpoints, subnets, groups, tables] = ['endpoint', 'subnet', 'security-group', 'route-table'].map(
    (kind) => ids.get(kind)?.length ?? 0,
  );
  if (vpcs.length + endpoints! + subnets! + groups! + tables! === 0) return null;
  const own = live.regions?.length ? live.regions : regions;
  return { ...live, only: { vpcs, ids }, ...(own.length === 0 ? {} : { regions: own }) };
}

function joined(judged: LoadResult, found: readonly LoadResult[], cwd: string): Omit<LoadResult, 'close'> {
  const contexts = found.flatMap(({ pictures }) => pictures);
  const added = found.flatMap(({ inputs }) => inputs);
  const inputs = [...judged.inputs, ...added];
  const join = (some: readonly Picture[]) => joinContexts(some, contexts, inputs, (path) => shownPath(path, cwd));
  const { pictures: plain, notes } = join(judged.pictures);
  const pictures = plain.map((picture) => inAllWays(picture, join));
  // What the judged input hides, a context may show bare: in the names of its files as well.
  const redact = redactor(pictures.flatMap(({ secrets }) => secrets));
  const hidden = ({ path, message, ...rest }: Incompleteness): Incompleteness => {
    return { ...rest, path: redact(path), message: redact(message) };
  };
  const told = [...found.flatMap((each) => each.notes), ...contexts.flatMap((each) => each.notes), ...notes];
  return {
    inputs: [...judged.inputs, ...added.map((input): Input => ({ ...input, path: redact(input.path) }))],
    pictures,
    incomplete: [...judged.incomplete, ...found.flatMap(({ incomplete }) => incomplete.map(hidden))],
    notes: [...judged.notes, ...redact(told)],
  };
}

/** Each way an input's open ends can come out is joined as the first is. */
function inAllWays(
  picture: Picture,
  join: (some: readonly Picture[]) => { readonly pictures: readonly Picture[] },
): Picture {
  const { ways: all, ...rest } = picture;
  if (!all) return picture;
  const joined = (network: Network) => join([{ ...rest, network }]).pictures[0]!.network;
  const ways = all.ways.map((way) => ({ ...way, network: joined(way.network) }));
  const defaults = all.defaults.map((each) => ({ ...each, networksWithout: () => each.networksWithout().map(joined) }));
  return { ...rest, network: ways[0]!.network, ways: { ways, defaults } };
}

const NONE: LoadResult = { inputs: [], pictures: [], incomplete: [], notes: [], close: () => {} };
