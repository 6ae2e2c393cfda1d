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

/** Each includes the milder ones. */
export type Tier = 'recommended' | 'strict' | 'pedantic';

/** A tier, or the rules that answer a framework. */
export type Preset = Tier | 'fsbp' | 'cis-7.0';

/** What a rule can be judged for. */
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

/** What a rule may know besides the network. */
export interface RunContext {
  /** The run's preset: some rules speak louder under `strict`. */
  readonly preset: Preset;
  /** Controls that the run asks for, where it does: by a framework's preset, or one by one. */
  readonly controls?: readonly Control[];
  /** Who is inside, from the config; undefined where it says nothing. */
  readonly trust: Trust | undefined;
  /** The moment the run judges by. */
  readonly now: Date;
  /** Policies are judged on their own: they count whatever is known of the endpoint and its service. */
  readonly policiesAlone?: true;
}

/** An example of a rule: run through every loader that can carry the scene, shown in the docs. */
export interface Example {
  readonly scene: Scene;
  /**
   * Bad examples: the exact message. `{name}` is what the input calls an object of the scene: its address in Terraform, its
   * id in describe output; `{group:name}` where objects of two kinds have one name.
   */
  readonly says?: string;
  /** Bad examples: the message in inputs that show less (a state does not hold all subnets of a VPC). */
  readonly saysIn?: Partial<Readonly<Record<SceneInput, string>>>;
  /** Bad examples: level, where it is not the rule's usual one. */
  readonly level?: Level;
  /** Bad examples: level in inputs where it is another (AWS took an endpoint that it refuses to a plan). */
  readonly levelIn?: Partial<Readonly<Record<SceneInput, Level>>>;
  /** Other subjects of the scene, by name, that this rule rightly fires on, too. */
  readonly alsoOn?: readonly string[];
  /** Other recommended rules that rightly fire on it. */
  readonly also?: readonly string[];
  /** Options the example is judged with. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Inputs that can carry it; default: all. */
  readonly inputs?: readonly SceneInput[];
  /** The subject's name in the scene, where the scene has several. */
  readonly subject?: string;
  /** Inputs in which the rule cannot decide it, rightly. */
  readonly undecidedIn?: readonly SceneInput[];
  readonly trust?: Trust;
  /** Preset of the run, where the rule says more under it than under `recommended`. */
  readonly preset?: Preset;
}

type OptionsSchema = z.ZodMiniType<Readonly<Record<string, unknown>>>;

/** A rule: data and one pure function. Everything else (docs, README row, SARIF rule, config schema, tests) derives from it. */
export interface Rule<K extends SubjectKind = SubjectKind, O = unknown> {
  /** `family/name`, as its path below `rules/`. */
  readonly id: string;
  readonly level: Level;
  readonly preset: Tier;
  /** The preset that has it once the config says who is inside (`trust`), where that is another. */
  readonly presetWithTrust?: Tier;
  /** Version it came with. */
  readonly since: string;
  /** What is wrong, one sentence with a full stop, for lists. */
  readonly summary: string;
  /** Why it matters. */
  readonly why: string;
  /** What to do, in the terms of AWS. */
  readonly fix: string;
  /** What to do in the words of the input that a finding is in: an argument of Terraform, a property of a template, a command. */
  readonly fixIn?: BySyntax;
  /** How to fix it in Terraform, in CloudFormation and with the AWS CLI, for `explain` and the docs page. */
  readonly recipes?: BySyntax;
  /** When the rule is silent although the trigger seems to be there, one sentence each, for the docs page. */
  readonly exceptions?: readonly string[];
  /** Pages of AWS's documentation the claim rests on. */
  readonly sources: readonly string[];
  /** What the rule assumes if the input cannot show it, each a clause: "no other endpoint has the name". */
  readonly assumes?: readonly string[];
  /** Controls of frameworks that it answers, wholly or in part; each from a document of its framework. */
  readonly controls?: readonly Control[];
  /** What it judges; of several the first. */
  readonly subject: K;
  /** The others, where it judges several kinds. */
  readonly alsoSubjects?: readonly K[];
  /**
   * Whether AWS itself refuses what the rule finds, and nothing that happens later brings it about. An endpoint that an input
   * shows as it exists was accepted: what is not seen of it is no open question.
   */
  readonly refusedByAws?: true;
  /** Whether it also judges endpoints that are dead (deleted, rejected, failed, expired). */
  readonly judgesDead?: boolean;
  /** Whether it also judges endpoints that another service manages: what it looks at is the customer's. */
  readonly judgesManaged?: boolean;
  /** Whether a plan may cause it in endpoints that only a context has: it is then told of their VPC. */
  readonly tellsOfContext?: true;
  /** CWE numbers, and a GitHub `security-severity` in (0, 10], for rules about exposure only. */
  readonly security?: { readonly cwe: readonly number[]; readonly severity: number };
  readonly options?: OptionsSchema;
  readonly bad: Readonly<Record<string, Example>>;
  readonly good: Readonly<Record<string, Example>>;
  check(subject: Subjects[K], net: Network, options: O, run: RunContext): Verdict | readonly Verdict[];
}

/** All kinds that a rule judges. */
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

/** Declares a rule. `subject` is the endpoint unless said otherwise. */
export function defineRule<K extends SubjectKind = 'endpoint', S extends OptionsSchema = OptionsSchema>(
  spec: Spec<K, S>,
): Rule<K, z.infer<S>> {
  return { ...spec, subject: spec.subject ?? ('endpoint' as K) } as Rule<K, z.infer<S>>;
}
