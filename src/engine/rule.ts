import type * as z from 'zod/mini';
import type {
  Endpoint,
  EndpointService,
  HostedZone,
  ManagedEndpoint,
  Network,
  RestApi,
  Trust,
  Vpc,
} from '../model/index.ts';
import type { Scene, SceneInput } from '../scene/scene.ts';
import type { Control } from './controls.ts';
import type { BySyntax, Level, Verdict } from './verdict.ts';

/** `strict` includes the rules of `recommended`, and `pedantic` includes the rules of both. */
export type Tier = 'recommended' | 'strict' | 'pedantic';

/** A tier, or the rules for the controls of a framework. */
export type Preset = Tier | 'fsbp' | 'cis-7.0';

/** What a rule can check, by kind. */
export interface Subjects {
  endpoint: Endpoint;
  'endpoint-service': EndpointService;
  vpc: Vpc;
  'hosted-zone': HostedZone;
  'managed-endpoint': ManagedEndpoint;
  'rest-api': RestApi;
}
export type SubjectKind = keyof Subjects;
export type Subject = Subjects[SubjectKind];

/** What a rule may use besides the network. */
export interface RunContext {
  /** The preset of the run: some rules report more, or at a higher level, under `strict`. */
  readonly preset: Preset;
  /** Controls that the run asks for, by the preset of a framework or one by one. Undefined if it asks for none. */
  readonly controls?: readonly Control[];
  /** Who counts as inside, from `trust` in the config. Undefined if the config has no `trust`. */
  readonly trust: Trust | undefined;
  /** The time that rules compare dates with. */
  readonly now: Date;
  /** Policies are checked on their own: they count even if nothing is known about the endpoint and its service. */
  readonly policiesAlone?: true;
}

/** An example of a rule. Tests run it through every loader that can carry the scene, and the docs show it. */
export interface Example {
  readonly scene: Scene;
  /**
   * Bad examples: the exact message. `{name}` stands for the name of an object of the scene in the input: its address in
   * Terraform, its id in describe output. Write `{group:name}` if objects of two kinds have the same name.
   */
  readonly says?: string;
  /** Bad examples: the message for inputs that show less. For example, a state does not hold all subnets of a VPC. */
  readonly saysIn?: Partial<Readonly<Record<SceneInput, string>>>;
  /** Bad examples: the level, if it differs from that of the rule. */
  readonly level?: Level;
  /**
   * Bad examples: the level for inputs in which it differs from `level`. For example, AWS accepted an endpoint in the past
   * and rejects the same endpoint in a plan.
   */
  readonly levelIn?: Partial<Readonly<Record<SceneInput, Level>>>;
  /** Names of other subjects in the scene that this rule correctly reports, too. */
  readonly alsoOn?: readonly string[];
  /** Other recommended rules that correctly report the scene. */
  readonly also?: readonly string[];
  /** Options of the rule for this example. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Inputs that can carry the example. Default: all. */
  readonly inputs?: readonly SceneInput[];
  /** The name of the subject in the scene. Required if the scene has several. */
  readonly subject?: string;
  /** Inputs in which the rule is correctly undecided. */
  readonly undecidedIn?: readonly SceneInput[];
  readonly trust?: Trust;
  /** Preset of the run, if the rule reports more under it than under `recommended`. */
  readonly preset?: Preset;
}

type OptionsSchema = z.ZodMiniType<Readonly<Record<string, unknown>>>;

/**
 * A rule: data and one pure function. The docs, its row in the README, the SARIF rule, the config schema and the tests
 * derive from it.
 */
export interface Rule<K extends SubjectKind = SubjectKind, O = unknown> {
  /** `family/name`, which is also the path of its file below `rules/`. */
  readonly id: string;
  readonly level: Level;
  readonly preset: Tier;
  /** The preset that has the rule if the config has `trust` (who counts as inside). Default: `preset`. */
  readonly presetWithTrust?: Tier;
  /** The version that introduced the rule. */
  readonly since: string;
  /** What is wrong, for lists: one sentence with a full stop. */
  readonly summary: string;
  /** Why it matters. */
  readonly why: string;
  /** What to do, in the terms of AWS. */
  readonly fix: string;
  /** What to do in the terms of the input: an argument of Terraform, a property of a template, or a command. */
  readonly fixIn?: BySyntax;
  /** How to fix it in Terraform, in CloudFormation and with the AWS CLI, for `explain` and the docs page. */
  readonly recipes?: BySyntax;
  /** When the rule reports nothing although the fault seems to be there: one sentence each, for the docs page. */
  readonly exceptions?: readonly string[];
  /** Pages of AWS's documentation that support the claim. */
  readonly sources: readonly string[];
  /** What the rule assumes if the input cannot show it, each a clause: "no other endpoint has the name". */
  readonly assumes?: readonly string[];
  /** Controls of frameworks that the rule checks, fully or in part. Each is from a document of its framework. */
  readonly controls?: readonly Control[];
  /** The kind of subject that the rule checks, or the first of several kinds. */
  readonly subject: K;
  /** The other kinds, if the rule checks several. */
  readonly alsoSubjects?: readonly K[];
  /**
   * Whether AWS rejects what the rule finds, and no later change can cause it. AWS has accepted every endpoint that an input
   * shows as existing. The rule is therefore not undecided about facts of such an endpoint that the input does not show.
   */
  readonly refusedByAws?: true;
  /** Whether the rule also checks dead endpoints (deleted, rejected, failed, expired). */
  readonly judgesDead?: boolean;
  /** Whether the rule also checks endpoints that another service manages, because the customer controls what it looks at. */
  readonly judgesManaged?: boolean;
  /** Whether a plan may cause the fault in endpoints that only the context has. The finding is then about their VPC. */
  readonly tellsOfContext?: true;
  /** Only for rules about exposure: CWE numbers, and a GitHub `security-severity` above 0 and at most 10. */
  readonly security?: { readonly cwe: readonly number[]; readonly severity: number };
  readonly options?: OptionsSchema;
  readonly bad: Readonly<Record<string, Example>>;
  readonly good: Readonly<Record<string, Example>>;
  check(subject: Subjects[K], net: Network, options: O, run: RunContext): Verdict | readonly Verdict[];
}

/** All kinds of subjects that a rule checks. */
export function subjectsOf<K extends SubjectKind>({
  subject,
  alsoSubjects = [],
}: {
  readonly subject: K;
  readonly alsoSubjects?: readonly K[];
}): readonly K[] {
  return [subject, ...alsoSubjects];
}

type Spec<K extends SubjectKind, S extends OptionsSchema> = Omit<Rule<K, z.infer<S>>, 'options' | 'subject'> & {
  readonly subject?: K;
  readonly options?: S;
};

/** Declares a rule. The default of `subject` is `endpoint`. */
export function defineRule<K extends SubjectKind = 'endpoint', S extends OptionsSchema = OptionsSchema>(
  spec: Spec<K, S>,
): Rule<K, z.infer<S>> {
  return { ...spec, subject: spec.subject ?? ('endpoint' as K) } as Rule<K, z.infer<S>>;
}
