import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { parseServiceName } from './aws/index.ts';
import { NoRegularFile, readRegularFile } from './base/regular-file.ts';
import { besideContext } from './beside.ts';
import { allRules, ownRules } from './catalogue.ts';
import {
  type Choices,
  type Config,
  checkChoices,
  choicesWrittenOut,
  configSummary,
  findConfig,
  NO_CONFIG,
  readConfig,
  type Settings,
  settle,
} from './config/index.ts';
import { harms, isManaged, type Judgement, judgeEach, judgeWays, type Rule, type Syntax } from './engine/index.ts';
import {
  assemble,
  type Baseline,
  type Change,
  type Changes,
  checkOf,
  commentSuppressions,
  commonSummary,
  draftVerdicts,
  type Earlier,
  type EndpointSummary,
  earlierOf,
  explainAssumed,
  explainUnread,
  inOwnPlace,
  locator,
  misspelledComments,
  misspelledTags,
  type OutputTo,
  type QuietCount,
  type Redact,
  type Report,
  readBaseline,
  redactor,
  type Since,
  settler,
  sortOut,
  summarizeEndpoint,
  tagSuppressions,
  traitsOf,
  type VpcOfEndpoints,
} from './findings/index.ts';
import { type LoadRequest, type LoadResult, load } from './loaders/index.ts';
import type { LiveRequest } from './loaders/live/request.ts';
import { type Endpoint, InputError, type InputKind, judged, type Network, type Picture } from './model/index.ts';
import { overviewOf } from './overview/index.ts';
import { prepareYaml } from './text/yaml/index.ts';
import { version } from './version.ts';

/** What to check and how. The defaults are those of the command line. */
export interface RunOptions extends Choices, Omit<LoadRequest, 'cwd' | 'role' | 'firstInput'> {
  /** Directory that paths in options and in the report are relative to. Default: the working directory of the process. */
  readonly cwd?: string;
  /** A config file; `false` reads none. Default: the nearest `vpce-lint.yaml`. */
  readonly config?: string | false;
  /** Your own rules, in addition to those of vpce-lint. */
  readonly extraRules?: readonly Rule[];
  /** Also check endpoints that another service manages. */
  readonly includeManaged?: boolean;
  /** Apply suppressions that are written as tags. Default: true. */
  readonly tagIgnores?: boolean;
  /** Apply suppressions that are written as comments. Default: true. */
  readonly inlineIgnores?: boolean;
  /** Report only faults in what a plan creates or changes, and only those that did not exist before the plan. */
  readonly changed?: boolean;
  /** Report only faults that are new in the working tree since this git revision. For sources and templates. */
  readonly changedSince?: string;
  /** File of known findings. They are reported as known and do not make the run fail. */
  readonly baseline?: string;
  /** Make the text of a new baseline. The baseline file may be missing. */
  readonly updateBaseline?: boolean;
  /** Also list suppressed findings. */
  readonly showSuppressed?: boolean;
  /** List passed checks. */
  readonly showPassed?: boolean;
  /** Show the VPCs of the endpoints: zones, route tables, who answers private names. */
  readonly showVpcs?: boolean;
  /** Live accounts to check, instead of `paths`. */
  readonly live?: LiveRequest;
  /** Files, directories and globs that show what exists beside the checked inputs. Added to those of the config. */
  readonly context?: readonly string[];
  /** Live account that supplies context: objects that the checked inputs name. */
  readonly contextLive?: LiveRequest;
  /** The time that rules compare dates with. Default: now. */
  readonly now?: Date;
}

/** The report of a run, and what the calling program may want to print beside it. */
export interface Outcome {
  readonly report: Report;
  readonly settings: Settings;
  /** Sentences worth telling although nothing is wrong. */
  readonly notes: readonly string[];
  /** Endpoints that are left out because another service manages them. */
  readonly managed: number;
  /** Whether there was an endpoint or an endpoint service to check. */
  readonly judged: boolean;
  /** The text of the new baseline, if the run asked for it. */
  readonly baseline: string | null;
  /** Releases the files. Findings search them for their places when someone asks for a place. */
  readonly close: () => void;
  /** Milliseconds by phase. */
  readonly timing: Readonly<Record<'read' | 'check' | 'report', number>>;
}

/** Inputs -> pictures -> verdicts -> findings, sorted out -> report. */
export async function run(options: RunOptions): Promise<Outcome> {
  const lap = stopwatch();
  const { settings, baseline, cwd } = await prepareRun(options);
  if (options.root !== undefined && !existsSync(resolve(cwd, options.root))) {
    throw new InputError(`--root: "${options.root}" does not exist`, {
      hint: 'Name a directory or a binary plan file',
    });
  }
  const loaded = options.live
    ? await (await import('./loaders/live/index.ts')).loadLive(options.live)
    : await besideContext(await load({ ...options, cwd }), {
        paths: [...configured(settings, cwd), ...(options.context ?? [])],
        live: options.contextLive,
        cwd,
      });
  try {
    // What templates were at a revision may want the parser that they do without today.
    if (options.changedSince !== undefined && loaded.inputs.some(({ kind }) => kind === 'cloudformation'))
      await prepareYaml();
    return outcomeOf(loaded, { options, settings, baseline, cwd, lap });
  } catch (error) {
    loaded.close();
    throw error;
  }
}

/** What is the same for everything that a run checks. */
export async function prepareRun(options: RunOptions): Promise<Omit<Run, 'lap' | 'options'>> {
  const cwd = resolve(options.cwd ?? '.');
  const settings = await settingsOf(options, cwd);
  if (settings.active.length === 0) throw noRuleLeft();
  return { settings, baseline: knownFindings(options, cwd), cwd };
}

/** The context that the config names. Its paths are relative to the directory of the config. */
function configured({ config: { file, context } }: Settings, cwd: string): readonly string[] {
  if (file === null || context === undefined) return [];
  return context.map((path) => relative(cwd, resolve(dirname(file), path)) || '.');
}

export interface Run {
  readonly options: RunOptions;
  readonly settings: Settings;
  readonly baseline: Baseline;
  readonly cwd: string;
  /** Milliseconds since the last lap. */
  readonly lap: () => number;
}

export function outcomeOf(loaded: LoadResult, { options, settings, baseline, cwd, lap }: Run): Outcome {
  const read = lap();
  const pictures = loaded.pictures.map((picture) => judge(picture, settings, options));
  const checking = lap();

  const ran = settings.active.map(({ rule }) => rule.id);
  const incomplete = [...loaded.incomplete, ...loaded.pictures.flatMap((picture) => picture.incomplete)];
  const comments = options.inlineIgnores === false ? [] : commentSuppressions(loaded.inputs, cwd);
  const sorted = sortOut(
    draftVerdicts(pictures, { rules: ran, serviceKey, syntaxOf: (input) => syntaxOf(loaded.inputs[input]?.kind) }),
    {
      suppressions: [...settings.suppressions, ...comments, ...pictures.flatMap((picture) => picture.suppressions)],
      levels: settings.levels,
      known: new Set(allRules(options.extraRules).map((rule) => rule.id)),
      ran: new Set(ran),
      complete: incomplete.length === 0,
      now: options.now ?? new Date(),
      changes: options.changed ? changesOf(loaded, settings, options) : null,
      since: options.changedSince === undefined ? null : sinceOf(loaded, settings, options, options.changedSince, cwd),
      baseline,
      updateBaseline: options.updateBaseline ?? false,
    },
  );
  const endpoints = pictures.flatMap((picture) => picture.endpoints);
  const report = assemble(
    {
      inputs: loaded.inputs,
      incomplete,
      endpoints,
      vpcs: options.showVpcs ? pictures.flatMap(({ vpcs }) => vpcs) : undefined,
      ...sorted,
    },
    {
      version,
      cwd,
      locate: locator(loaded.inputs, cwd),
      levels: settings.levels,
      showSuppressed: options.showSuppressed ?? false,
      showPassed: options.showPassed ?? false,
      config: configSummary(settings, cwd),
    },
  );
  return {
    report,
    settings,
    notes: [
      ...loaded.notes,
      ...loaded.pictures.flatMap((picture) => picture.notes),
      ...(options.inlineIgnores === false ? [] : misspelledComments(loaded.inputs, cwd)),
      ...pictures.flatMap((picture) => picture.notes),
    ],
    managed: pictures.reduce((sum, picture) => sum + picture.managed, 0),
    baseline: sorted.newBaseline,
    judged:
      report.findings.length > 0 ||
      endpoints.length > 0 ||
      loaded.pictures.some(({ network }) => judgesOthers(network)),
    close: () => loaded.close(),
    timing: { read, check: checking, report: lap() },
  };
}

/** The syntax in which the owner of such an input writes a fix. */
function syntaxOf(kind: InputKind | undefined): Syntax {
  if (kind === 'cloudformation') return 'cloudformation';
  return kind?.startsWith('terraform-') ? 'terraform' : 'cli';
}

/** A run without rules finds nothing, which must not look like a clean bill of health. */
export const noRuleLeft = (): InputError =>
  new InputError('no rule is left to run', {
    hint: 'Check --select, --ignore, --rule, --preset and `rules` of the config',
  });

/** Merges the config file and the choices. */
export async function settingsOf(options: RunOptions, cwd: string): Promise<Settings> {
  const rules = [...ownRules, ...(options.extraRules ?? [])];
  const known = allRules(options.extraRules);
  const choices = choicesWrittenOut(
    options,
    known.map(({ id }) => id),
  );
  checkChoices(choices, known);
  return settle(rules, await configOf(options, rules, cwd), choices);
}

async function configOf(options: RunOptions, rules: readonly Rule[], cwd: string): Promise<Config> {
  if (options.config === false) return NO_CONFIG;
  const file = options.config === undefined ? findConfig(cwd) : resolve(cwd, options.config);
  return file === null ? NO_CONFIG : readConfig(file, rules, cwd);
}

interface Judged {
  readonly judgements: readonly Judgement[];
  readonly quiet: ReadonlyMap<string, QuietCount>;
  readonly redact: Redact;
  readonly former: Picture['former'];
  readonly endpoints: readonly EndpointSummary[];
  readonly vpcs: readonly VpcOfEndpoints[];
  readonly suppressions: ReturnType<typeof tagSuppressions>;
  readonly notes: readonly string[];
  readonly managed: number;
}

function judge(picture: Picture, settings: Settings, options: RunOptions): Judged {
  const { network, secrets, unread, former, assumed, ways } = picture;
  const redact = redactor(secrets, picture.printed);
  const all = ways ? everySubject(ways) : judged(network.endpoints);
  const endpoints = all.filter((each) => options.includeManaged || !isManaged(each));
  const override = settings.override?.((subject) => traitsOf(subject, serviceKey));
  const context = {
    preset: settings.preset,
    ...(settings.controls ? { controls: settings.controls } : {}),
    trust: settings.trust,
    now: options.now ?? new Date(),
    includeManaged: options.includeManaged ?? false,
    ...(override ? { override } : {}),
  };
  const judgements: Judgement[] = [];
  const quiet = new Map(settings.active.map(({ rule }) => [rule.id, { pass: 0, notApplicable: 0 }]));
  const keepsPassed = options.showPassed || options.changed;
  const settle = settler(outputTo(picture, options));
  const take = (active: Judgement['active'], subject: Judgement['subject'], verdict: Judgement['verdict']) => {
    if (verdict.verdict === 'not-applicable') quiet.get(active.rule.id)!.notApplicable += 1;
    else if (verdict.verdict === 'pass' && !keepsPassed) quiet.get(active.rule.id)!.pass += 1;
    else judgements.push({ active, subject, verdict: settle(verdict, subject) });
  };
  if (ways)
    for (const { active, subject, verdict } of judgeWays(ways, settings.active, context))
      take(active, subject, verdict);
  else judgeEach(network, settings.active, context, take);
  if (picture.hasContext) judgements.push(...harms(network, settings.active, context, picture.inputs));
  const told = explainUnread(judgements, unread);
  const explained = explainAssumed(told, assumed);
  const summaries = new Map(endpoints.map((endpoint) => [endpoint.key, summaryOf(endpoint, ways, redact)]));
  return {
    judgements: inOwnPlace(explained, picture.inputs),
    quiet,
    redact,
    former,
    endpoints: [...summaries.values()],
    vpcs: options.showVpcs ? overviewOf(networks(picture), { endpoints: summaries, redact }) : [],
    suppressions: options.tagIgnores === false ? [] : tagSuppressions(endpoints, serviceKey, redact),
    notes: options.tagIgnores === false ? [] : misspelledTags(endpoints, serviceKey, redact),
    managed: all.length - endpoints.length,
  };
}

/** The places where output of the AWS CLI would settle undecided checks. */
function outputTo({ isExport, hasContext }: Picture, { live }: RunOptions): OutputTo {
  if (live) return 'nowhere';
  if (isExport) return 'input';
  return hasContext ? 'more-context' : 'context';
}

/** The networks that a picture may become. */
function networks({ network, ways }: Picture): readonly Network[] {
  return ways ? ways.ways.map((way) => way.network) : [network];
}

/** Whether endpoint services, or endpoints that other services manage, are judged. */
function judgesOthers({ endpointServices, managedEndpoints }: Network): boolean {
  return judged(endpointServices).length + judged(managedEndpoints).length > 0;
}

/** The endpoints of all ways, each once. */
function everySubject({ ways }: NonNullable<Picture['ways']>): readonly Endpoint[] {
  return [...new Map(ways.flatMap(({ network }) => network.endpoints).map((each) => [each.key, each])).values()];
}

/** What is true of an endpoint in all ways. */
function summaryOf(endpoint: Endpoint, ways: Picture['ways'], redact: Redact): EndpointSummary {
  const others = (ways?.ways ?? []).flatMap(
    ({ network }) => network.endpoints.find(({ key }) => key === endpoint.key) ?? [],
  );
  const summaries = [endpoint, ...others.filter((each) => each !== endpoint)].map((each) =>
    summarizeEndpoint(each, serviceKey, redact),
  );
  return summaries.reduce(commonSummary);
}

/** What a message calls the input of a picture. */
function inputOf({ inputs: [first] }: Picture, { inputs }: LoadResult): string {
  return inputs[first ?? -1]?.path ?? 'standard input';
}

/** What each plan changes: what it touches, and the faults before it. The state before it is checked in the same way. */
function changesOf(loaded: LoadResult, settings: Settings, options: RunOptions): Changes {
  const changes = new Map<number, Change>();
  for (const picture of loaded.pictures) {
    if (!picture.touched) {
      const one = inputOf(picture, loaded);
      throw new InputError(`--changed: ${one} is neither a plan nor a template with its change set`, {
        hint: 'Write the plan with `terraform show -json PLAN`',
      });
    }
    const { before } = picture.network;
    const judged = before ? [judge(networkOnly(picture, before.network), settings, options)] : [];
    const verdicts = draftVerdicts(judged, { rules: [], serviceKey });
    const change: Change = {
      touched: picture.touched(),
      before: new Map(verdicts.drafts.map((draft) => [`${draft.fingerprint}`, draft.level])),
      passed: new Set(verdicts.passed.map(checkOf)),
    };
    for (const input of picture.inputs) changes.set(input, change);
  }
  return changes;
}

/** A picture of another network that leaves nothing open. */
function networkOnly({ ways: _, ...picture }: Picture, network: Picture['network']): Picture {
  return { ...picture, network };
}

/** What was known of each input at a revision, checked in the same way. */
function sinceOf(loaded: LoadResult, settings: Settings, options: RunOptions, ref: string, cwd: string): Since {
  const since = new Map<number, Earlier>();
  for (const picture of loaded.pictures) {
    if (!picture.atRevision) {
      throw new InputError(`--changed-since: ${inputOf(picture, loaded)} is neither Terraform code nor a template`, {
        hint: 'For a plan use --changed',
      });
    }
    const then = picture.atRevision(ref);
    const judged = then.map((earlier) => judge(earlier, settings, options));
    const comments = options.inlineIgnores === false ? [] : commentSuppressions(then, cwd);
    const suppressions = [...comments, ...judged.flatMap((each) => each.suppressions)];
    const verdicts = draftVerdicts(judged, { rules: [], serviceKey });
    const earlier = earlierOf(verdicts, suppressions, picture.former);
    for (const input of picture.inputs) since.set(input, earlier);
  }
  return since;
}

function knownFindings(options: RunOptions, cwd: string): Baseline {
  if (options.baseline === undefined) return new Map();
  try {
    return readBaseline(readRegularFile(resolve(cwd, options.baseline)).toString('utf8'), options.baseline);
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof NoRegularFile) throw new InputError(error.message, { file: options.baseline });
    if (options.updateBaseline) return new Map();
    throw new InputError('no such baseline', {
      file: options.baseline,
      hint: 'Create it with --update-baseline',
    });
  }
}

function serviceKey(serviceName: string): string {
  return parseServiceName(serviceName).key;
}

export function stopwatch(): () => number {
  let last = Date.now();
  return () => {
    const before = last;
    last = Date.now();
    return last - before;
  };
}
