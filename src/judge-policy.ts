import { basename, resolve } from 'node:path';
import { policyOf } from './ask/policy.ts';
import { witnessShown } from './ask/policy-faults.ts';
import { parseServiceName } from './aws/index.ts';
import { ownRules } from './catalogue.ts';
import { type Config, type Settings, settle } from './config/index.ts';
import { check, type Judgement, type Preset } from './engine/index.ts';
import { fingerprint, numbering } from './findings/fingerprint.ts';
import { byCodePoint, type Finding, helpUrl, type Location, traitsOf } from './findings/index.ts';
import type { Answer, PolicyReport } from './findings/policy-report.ts';
import { type GivenPolicy, onlyType, type PolicyInput, policyInput, serviceNameOf } from './loaders/policy.ts';
import { bag, type Endpoint, emptyNetwork, known, type Network, type Origin, openBag, unknown } from './model/index.ts';
import { type Analysis, type Problem, parsePolicy, problemsOf, serviceOf, type Tri } from './policy/index.ts';
import { settingsOf } from './run.ts';

const rules = ownRules.filter(({ id }) => id.startsWith('policy/'));

/** A policy to check on its own, and how. Only `policy` is required. */
export interface PolicyOptions extends GivenPolicy {
  /**
   * A config file; `false` reads none. Default: the nearest `vpce-lint.yaml`.
   * Its `trust` is used if these options have none.
   */
  readonly config?: string | false;
  /** The directory where the search for a config begins. Default: the working directory of the process. */
  readonly cwd?: string;
  /** Which rules run. Default: the preset of the config, or else `recommended`. */
  readonly preset?: Preset;
  /** The time that rules compare dates with. Default: now. */
  readonly now?: Date;
}

/**
 * Checks one policy on its own, as the command `policy` does. It runs the rules of the family `policy` and the analysis.
 * Faults of the document are in the report.
 *
 * @throws InputError for wrong options or a wrong config
 */
export async function judgePolicy({ config, cwd = '.', preset, now, ...given }: PolicyOptions): Promise<PolicyReport> {
  const input = inferred(policyInput(given));
  const settings = await settingsOf({ paths: [], ...(config === undefined ? {} : { config }) }, resolve(cwd));
  return judgePolicyInput(input, settings.config, preset, now ?? new Date());
}

/** Infers the service of a policy from its actions if the caller names none and all actions belong to one service. */
export function inferred(input: PolicyInput): PolicyInput {
  if (input.service !== null || input.document === null) return input;
  const service = serviceOf(parsePolicy(input.document));
  return service === null ? input : { ...input, service, type: input.type ?? onlyType(service, input.region) };
}

/** Judges one policy that has been read. */
export function judgePolicyInput(
  input: PolicyInput,
  config: Config,
  preset: Preset | undefined,
  now: Date,
): PolicyReport {
  const trust = input.trust ?? config.trust;
  const settings = settle(rules, trust === undefined ? config : { ...config, trust }, preset ? { preset } : {});
  const endpoint = endpointOf(input);
  const net: Network = {
    ...emptyNetwork('the policy was checked on its own'),
    endpoints: [endpoint],
    complete: () => ({ complete: true, assumed: null }),
  };
  const options = {
    preset: settings.preset,
    trust: settings.trust,
    now,
    policiesAlone: true,
    includeManaged: true,
    ...overrideOf(settings),
  } as const;
  const judgements = check(net, settings.active, options);
  const answer = policyOf(endpoint, net, options);
  if (answer.is === 'unanswered') throw new Error(`a policy on its own cannot be judged: ${answer.verdict.verdict}`);
  const analysis = answer.analysis();
  const witness = worst(analysis);
  const problems = problemsOf(answer.policy);
  return {
    file: input.file,
    service: input.service,
    type: input.type,
    valid: !problems.some(isForbidden),
    doubts: problems.filter(({ severity }) => severity === 'doubt').map(doubtText),
    fullAccess: said(analysis.fullAccess),
    unboundedPrincipal: said(analysis.unboundedPrincipal),
    unboundedResource: said(analysis.unboundedResource),
    overlyBroad: said(analysis.overlyBroad),
    actionsBroad: said(analysis.actionsBroad),
    grantsNothing: said(analysis.grantsNothing),
    deadStatements: analysis.deadStatements.map(({ statement }) => statement),
    vacuousConditions: analysis.vacuousConditions.map(({ statement, operator, key, kind }) => ({
      statement,
      operator,
      key,
      kind,
    })),
    witness: witness === null ? null : witnessShown(witness, answer),
    witnessBy: witness?.statement ?? null,
    findings: findingsOf(judgements, input),
    undecided: undecidedOf(judgements),
    statements: statementsOf(input),
  };
}

/** AWS's guide forbids these without exception. They count as faults although nobody has seen AWS reject them. */
const FORBIDDEN = new Set(['wildcard-in-system-key', 'numeric-on-system-key']);

function isForbidden({ severity, code }: Problem): boolean {
  return severity === 'fault' || FORBIDDEN.has(code);
}

function doubtText({ message, place }: Problem): string {
  return place.pointer === '' ? message : `${message} (${place.pointer})`;
}

function overrideOf(settings: Settings) {
  const override = settings.override?.((subject) => traitsOf(subject, (name) => parseServiceName(name).key));
  return override === undefined ? {} : { override };
}

function said({ is }: Tri): Answer {
  return is === 'unknown' ? is : is === 'yes';
}

/** The allowed request that shows the worst fault of a policy. If the policy has no fault, any request that it allows. */
function worst(analysis: Analysis) {
  const { overlyBroadWrite, overlyBroad, unboundedPrincipal, unboundedResource, through } = analysis;
  for (const answer of [overlyBroadWrite, overlyBroad, unboundedPrincipal, unboundedResource, through]) {
    if (answer.is === 'yes' && answer.witness !== null) return answer.witness;
  }
  return null;
}

/** An endpoint of which only the policy matters. */
function endpointOf(input: PolicyInput): Endpoint {
  const at: Origin = { input: 0, pointer: input.pointer };
  const fact = (value: string | null, name: string) =>
    value === null ? unknown(`the ${name} of the endpoint is not given`, at) : known(value, at);
  const none = openBag('the policy was checked on its own', at);
  const { service, region } = input;
  return {
    kind: 'endpoint',
    key: basename(input.file),
    address: null,
    at,
    id: fact(input.id, 'id'),
    region: fact(region, 'Region'),
    account: fact(input.ownerId, 'owner'),
    type: input.type === null ? unknown('the type of the endpoint is not given: --type', at) : known(input.type, at),
    serviceName:
      service === null
        ? unknown('the service of the endpoint is not given: --service', at)
        : known(serviceNameOf(service, region), at),
    endpointServices: known([], at),
    serviceRegion: known(null, at),
    resourceConfigurationArn: known(null, at),
    serviceNetworkArn: known(null, at),
    vpc:
      input.vpcId === null
        ? { is: 'unknown', because: 'the VPC of the endpoint is not given', at }
        : { is: 'id', id: input.vpcId, at },
    subnets: none,
    groups: none,
    routeTables: none,
    privateDns: known(true, at),
    policy: known(input.document, at),
    ipAddressType: known(null, at),
    dnsOptions: known(null, at),
    state: known(null, at),
    requesterManaged: known(false, at),
    tags: known({}, at),
    failure: known(null, at),
    splitLists: known([], at),
    acceptsItself: known(false, at),
    shares: bag([], at),
    privateApis: bag([], at),
    resources: bag([], at),
    replacement: null,
    addresses: openBag('addresses are set when an endpoint is created', at),
    createdAt: known(null, at),
    // The endpoint counts as not yet created: what AWS rejects is an error.
    planned: 'create',
    namedZones: none,
  };
}

function findingsOf(judgements: readonly Judgement[], input: PolicyInput): Finding[] {
  const number = numbering();
  const findings = judgements.flatMap(({ active: { rule, level }, verdict }): Finding[] => {
    if (verdict.verdict !== 'fail') return [];
    const evidence = verdict.evidence ?? {};
    return [
      {
        input: null,
        rule: rule.id,
        level: level ?? verdict.level ?? rule.level,
        status: 'open',
        subject: subjectOf(input),
        message: verdict.message,
        why: verdict.why ?? rule.why,
        fix: verdict.fix ?? rule.fix,
        helpUrl: helpUrl(rule.id),
        location: locationOf(input, evidence),
        related: [],
        evidence,
        assumed: verdict.assumed ?? [],
        fingerprint: fingerprint(rule.id, input.id ?? input.file, verdict.detail ?? ''),
      },
    ];
  });
  return findings
    .sort(
      (a, b) =>
        byCodePoint(a.rule, b.rule) || byCodePoint(a.fingerprint, b.fingerprint) || byCodePoint(a.message, b.message),
    )
    .map((finding) => ({ ...finding, fingerprint: number(finding.fingerprint) }));
}

function subjectOf({ id, service, region, ownerId, vpcId }: PolicyInput): Finding['subject'] {
  return { kind: 'policy', address: null, id, service, region, account: ownerId, vpc: vpcId };
}

/** The place of the statement, condition or element in the file. If the text is not JSON, the place of its syntax error. */
function locationOf(input: PolicyInput, evidence: Readonly<Record<string, unknown>>): Location {
  const pointer = `${input.pointer}${typeof evidence.pointer === 'string' ? evidence.pointer : ''}`;
  const position = input.locate(pointer);
  const line = typeof evidence.line === 'number' ? evidence.line : null;
  const column = typeof evidence.column === 'number' ? evidence.column : null;
  return {
    file: input.file === '-' ? null : input.file,
    line: position?.line ?? line,
    column: position?.column ?? column,
    endLine: position?.endLine ?? line,
    endColumn: position?.endColumn ?? null,
    pointer,
  };
}

function undecidedOf(judgements: readonly Judgement[]): PolicyReport['undecided'] {
  const reasons = new Map<string, string[]>();
  for (const { active, verdict } of judgements) {
    if (verdict.verdict !== 'undecided') continue;
    const because = verdict.missing.join('; ');
    reasons.set(because, [...(reasons.get(because) ?? []), active.rule.id]);
  }
  return [...reasons].map(([because, ids]) => ({ because, rules: ids }));
}

function statementsOf({ document }: PolicyInput): readonly string[] {
  if (document === null || parsePolicy(document).statements.length === 0) return [];
  try {
    const tree = (typeof document === 'string' ? JSON.parse(document) : document) as { Statement?: unknown };
    return [tree.Statement].flat().map((statement) => JSON.stringify(statement) ?? '');
  } catch {
    return [];
  }
}
