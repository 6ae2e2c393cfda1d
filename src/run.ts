import { resolve } from 'node:path';
import { parseServiceName } from './aws/index.ts';
import { allRules, ownRules } from './catalogue.ts';
import {
  type Choices,
  type Config,
  checkChoices,
  findConfig,
  NO_CONFIG,
  readConfig,
  type Settings,
  settle,
} from './config/index.ts';
import { check, isManaged, type Judgement, type Rule } from './engine/index.ts';
import {
  assemble,
  draftVerdicts,
  explainUnread,
  locator,
  type Redact,
  type Report,
  redactor,
  summarizeEndpoint,
  suppress,
  tagSuppressions,
  traitsOf,
} from './findings/index.ts';
import { type LoadRequest, load } from './loaders/index.ts';
import type { LiveRequest } from './loaders/live/request.ts';
import type { Endpoint, Picture } from './model/index.ts';
import { version } from './version.ts';

/** What to judge and how; what is left out is as on the command line. */
export interface RunOptions extends Choices, Omit<LoadRequest, 'cwd'> {
  /** Paths are relative to it, in and out. Default: that of the process. */
  readonly cwd?: string;
  /** A config file; false: none. Default: the nearest `vpce-lint.yaml`. */
  readonly config?: string | false;
  /** Rules of your own, beside those that come with vpce-lint. */
  readonly extraRules?: readonly Rule[];
  /** Judge endpoints that another service manages, too. */
  readonly includeManaged?: boolean;
  /** Honour suppressions written as tags. Default true. */
  readonly tagIgnores?: boolean;
  /** List suppressed findings, too. */
  readonly showSuppressed?: boolean;
  /** List passed checks. */
  readonly showPassed?: boolean;
  /** Live accounts to judge, instead of `paths`. */
  readonly live?: LiveRequest;
  /** The moment to judge by. */
  readonly now?: Date;
}

/** A run's report and what a program around it may want to tell. */
export interface Outcome {
  readonly report: Report;
  readonly settings: Settings;
  /** Sentences worth telling although nothing is wrong. */
  readonly notes: readonly string[];
  /** Endpoints left out because another service manages them. */
  readonly managed: number;
  /** Whether there was an endpoint or an endpoint service to judge. */
  readonly judged: boolean;
  /** Milliseconds by phase. */
  readonly timing: Readonly<Record<'read' | 'check' | 'report', number>>;
}

/** Inputs -> pictures -> verdicts -> findings -> suppressions -> report. */
export async function run(options: RunOptions): Promise<Outcome> {
  const lap = stopwatch();
  const cwd = resolve(options.cwd ?? '.');
  const settings = await settingsOf(options, cwd);
  const loaded = options.live
    ? await (await import('./loaders/live/index.ts')).loadLive(options.live)
    : await load({ ...options, cwd });
  const read = lap();

  const pictures = loaded.pictures.map((picture) => judge(picture, settings, options));
  const checking = lap();

  const ran = settings.active.map(({ rule }) => rule.id);
  const incomplete = [...loaded.incomplete, ...loaded.pictures.flatMap((picture) => picture.incomplete)];
  const verdicts = draftVerdicts(pictures, { rules: ran, serviceKey });
  const suppressed = suppress(verdicts.drafts, {
    suppressions: [...settings.suppressions, ...pictures.flatMap((picture) => picture.suppressions)],
    levels: settings.levels,
    known: new Set(allRules(options.extraRules).map((rule) => rule.id)),
    ran: new Set(ran),
    undecided: verdicts.undecided,
    complete: incomplete.length === 0,
    now: options.now ?? new Date(),
  });
  const endpoints = pictures.flatMap(({ endpoints, redact }) =>
    endpoints.map((endpoint) => summarizeEndpoint(endpoint, serviceKey, redact)),
  );
  const report = assemble(
    { inputs: loaded.inputs, incomplete, endpoints, verdicts, suppressed },
    {
      version,
      cwd,
      locate: locator(loaded.inputs, cwd),
      levels: settings.levels,
      showSuppressed: options.showSuppressed ?? false,
      showPassed: options.showPassed ?? false,
    },
  );
  return {
    report,
    settings,
    notes: [...loaded.notes, ...loaded.pictures.flatMap((picture) => picture.notes)],
    managed: pictures.reduce((sum, picture) => sum + picture.managed, 0),
    judged: endpoints.length > 0 || loaded.pictures.some(({ network }) => network.endpointServices.length > 0),
    timing: { read, check: checking, report: lap() },
  };
}

/** Config file and choices made one. */
export async function settingsOf(options: RunOptions, cwd: string): Promise<Settings> {
  const rules = [...ownRules, ...(options.extraRules ?? [])];
  checkChoices(
    options,
    allRules(options.extraRules).map(({ id }) => id),
  );
  return settle(rules, await configOf(options, rules, cwd), options);
}

async function configOf(options: RunOptions, rules: readonly Rule[], cwd: string): Promise<Config> {
  if (options.config === false) return NO_CONFIG;
  const file = options.config === undefined ? findConfig(cwd) : resolve(cwd, options.config);
  return file === null ? NO_CONFIG : readConfig(file, rules, cwd);
}

interface Judged {
  readonly judgements: readonly Judgement[];
  readonly redact: Redact;
  readonly endpoints: readonly Endpoint[];
  readonly suppressions: ReturnType<typeof tagSuppressions>;
  readonly managed: number;
}

function judge({ network, secrets, unread }: Picture, settings: Settings, options: RunOptions): Judged {
  const redact = redactor(secrets);
  const endpoints = network.endpoints.filter((each) => options.includeManaged || !isManaged(each));
  const override = settings.override?.((subject) => traitsOf(subject, serviceKey));
  const judgements = check(network, settings.active, {
    preset: settings.preset,
    trust: settings.trust,
    now: options.now ?? new Date(),
    includeManaged: options.includeManaged ?? false,
    ...(override ? { override } : {}),
  });
  return {
    judgements: explainUnread(judgements, unread),
    redact,
    endpoints,
    suppressions: options.tagIgnores === false ? [] : tagSuppressions(endpoints, serviceKey, redact),
    managed: network.endpoints.length - endpoints.length,
  };
}

function serviceKey(serviceName: string): string {
  return parseServiceName(serviceName).key;
}

function stopwatch(): () => number {
  let last = Date.now();
  return () => {
    const before = last;
    last = Date.now();
    return last - before;
  };
}
