import { lazy, remembered } from '../base/memo.ts';
import { table } from '../base/table.ts';
import type { Subject, Undecided, Verdict } from '../engine/index.ts';
import { commandOf, type NounKind, oneOf, PASS_SOURCES, type Reason, reasonOf } from '../model/index.ts';

/** Calls that show the objects with an id of this form. */
const BY_PREFIX: Readonly<Record<string, string>> = table({
  vpc: 'describe-vpcs',
  subnet: 'describe-subnets',
  sg: 'describe-security-groups',
  rtb: 'describe-route-tables',
  acl: 'describe-network-acls',
  pl: 'get-managed-prefix-list-entries',
});

/** Calls that show all objects of a kind. */
const BY_KIND: Readonly<Partial<Record<NounKind, string>>> = {
  endpoint: 'describe-vpc-endpoints',
  vpc: 'describe-vpcs',
  subnet: 'describe-subnets',
  'security-group': 'describe-security-groups',
  'route-table': 'describe-route-tables',
  'endpoint-service': 'describe-vpc-endpoint-service-configurations',
  'hosted-zone': 'route53 list-hosted-zones-by-vpc',
  'resolver-rule': 'route53resolver list-resolver-rules',
  'dns-profile': 'route53profiles list-profile-associations',
  attachment: 'describe-network-interfaces',
  'network-acl': 'describe-network-acls',
  'dhcp-options': 'describe-dhcp-options',
  gateway: 'describe-nat-gateways',
};

/** The same by what objects are called. */
const byNoun = lazy(
  (): ReadonlyMap<string, string> =>
    new Map(Object.entries(BY_KIND).map(([kind, call]) => [oneOf(kind as NounKind).replace(/^an? /, ''), call])),
);

const OUTSIDE = /\b(?:is|are) not in the (?:input|document)\b|\bthe input does not say\b/;
const ID = /\b(vpc|subnet|sg|rtb|acl|pl)-[0-9a-f]{8,17}\b/;
/** Ids that somebody made up or blacked out. Commands do not repeat them. */
const MADE_UP = /\b(?:VPC|subnet|security group|route table|network ACL|prefix list) (vpc|subnet|sg|rtb|acl|pl)-/;
const ELSEWHERE =
  /\b(?:it may have an?|other stacks may have added an?|there may be another) (.+?)(?= that the \w+ does not show| elsewhere|[;,]|$)/;
const UNLISTED = /\bis not in the (describe-[a-z-]+) output\b/;
const NO_OUTPUT = /\b(?:the input has no `|no )((?:route53\w* |elbv2 )?[a-z-]+)`? output\b/;
const LOAD_BALANCER = /\bload balancer arn:/;
const CREATED = /\bis not in this create-vpc-endpoint output\b/;
/** A rule may name the call; where its output goes the run knows. */
const ADD = /^(.*): add (?:the output of )?`?((?:route53\w* |elbv2 )?(?:describe|list|get)-[a-z-]+)`?$/s;
const DEFAULT_GROUP = /\bdefault (?:security )?group of\b.* not in the input\b/;
const SERVICE_TABLE = /\bthe service table does not say whether\b/;

/** What an option settles, or only time; `$1` is what the text names. */
const OTHERWISE: readonly (readonly [missing: RegExp, settledBy: string])[] = [
  [/.*\bdepends on parameter ([\w:.]+),.*/s, 'Pass --parameter $1=VALUE'],
  [/.*\bdepends on (?:the Region \(--region\)|AWS::Region),.*/s, 'Pass --region'],
  [/.*\bdepends on (?:the account \(--account\)|AWS::AccountId),.*/s, 'Pass --account'],
  [/.*\bafter apply\b.*/s, 'Apply, then check the state (`terraform show -json | vpce-lint -`)'],
  [/.*\b(?:after deployment|once the endpoint exists)\b.*/s, 'Deploy, then run `vpce-lint audit`'],
  [/^`\w+` is not in this ((?:describe|list|get)-[a-z-]+) output$/s, 'Run `aws ec2 $1` without --query'],
  [
    /^`\w+` (?:is not an? \w+|holds something that cannot be read) in this ((?:describe|list|get)-[a-z-]+) output$/s,
    'Run `aws ec2 $1` and pass its output unchanged',
  ],
  [/.*\bwhen Terraform makes the plan\b.*/s, 'Run `terraform plan` and check the plan'],
];

/** Where the output of a call goes that would settle a check. */
export type OutputTo =
  /** As context beside the input, which is a plan or similar. */
  | 'context'
  /** The same, and there is context already. */
  | 'more-context'
  /** Into the input, which is such output. */
  | 'input'
  /** Nowhere: the calls were just made. */
  | 'nowhere';

/** Whether the answer is the code that a plan was made from. It is one cause for all values that the code would show. */
export function isSources(settledBy: string | null): boolean {
  return settledBy === PASS_SOURCES;
}

/**
 * Adds to an undecided verdict what would settle each cause, so that every report can show the two separately. Other
 * verdicts stay as they are.
 */
export function settler(to: OutputTo): (verdict: Verdict, subject: Subject) => Verdict {
  // One cause often holds back many checks: they share what is made of it.
  const known = new Map<string | undefined, Map<string, Settled>>();
  return (verdict, subject) => {
    if (verdict.verdict !== 'undecided') return verdict;
    const vpc = vpcOf(subject);
    const ofVpc = remembered(known, vpc, () => new Map());
    const causes = verdict.missing.map((text) => remembered(ofVpc, text, () => alone(settled(text, vpc, to))));
    const told = causes.length === 1 ? causes[0]! : together(causes);
    return verdict.stands ? { ...told, stands: true } : told;
  };
}

type Settled = Undecided & { readonly settledBy: readonly (string | null)[] };

function alone({ why, settledBy }: Reason): Settled {
  return { verdict: 'undecided', missing: [why], settledBy: [settledBy] };
}

function together(causes: readonly Settled[]): Settled {
  const missing = causes.map((each) => each.missing[0]!);
  return { verdict: 'undecided', missing, settledBy: causes.map((each) => each.settledBy[0]!) };
}

function settled(text: string, vpc: string | undefined, to: OutputTo): Reason {
  const { why, settledBy } = reasonOf(text);
  if (settledBy !== null) return { why, settledBy };
  const otherwise = OTHERWISE.find(([missing]) => missing.test(why));
  if (otherwise) return { why, settledBy: why.replace(...otherwise) };
  const [, bare, named] = ADD.exec(why) ?? [];
  if (bare !== undefined && named !== undefined) return withOutput(bare, { call: named, of: '' }, to);
  return withOutput(why, outputFor(why, vpc), to);
}

interface Output {
  readonly call: string;
  /** Of what, after a blank. */
  readonly of: string;
}

function withOutput(why: string, found: Output | undefined, to: OutputTo): Reason {
  if (found === undefined || to === 'nowhere') return { why, settledBy: null };
  const output = `Add the output of \`aws ${commandOf(found.call)}\`${found.of}`;
  if (to === 'input') return { why, settledBy: output };
  const lacking = to === 'more-context' ? notEvenInContext(why) : why;
  return { why: lacking, settledBy: `${output} with --context` };
}

/** There is context, and it does not say it either. */
function notEvenInContext(why: string): string {
  return why.replace(OUTSIDE, (words) =>
    words.endsWith('say') ? 'neither the input nor the context says' : `${words}, nor in the context`,
  );
}

function outputFor(missing: string, vpc: string | undefined): Output | undefined {
  const ofVpc = vpc === undefined ? '' : ` for ${vpc}`;
  const all = byNoun().get(ELSEWHERE.exec(missing)?.[1] ?? '');
  if (all !== undefined) return { call: all, of: ofVpc };
  const call = NO_OUTPUT.exec(missing)?.[1];
  if (call !== undefined) return { call, of: ofVpc };
  if (CREATED.test(missing)) return { call: 'describe-vpc-endpoints', of: '' };
  if (SERVICE_TABLE.test(missing)) return { call: 'describe-vpc-endpoint-services', of: '' };
  if (DEFAULT_GROUP.test(missing))
    return vpc === undefined ? undefined : { call: 'describe-security-groups', of: ofVpc };
  const id = ID.exec(missing);
  const ofId = id ? ` for ${id[0]}` : '';
  const unlisted = UNLISTED.exec(missing)?.[1];
  if (unlisted !== undefined) return { call: unlisted, of: ofId };
  if (!OUTSIDE.test(missing)) return undefined;
  const prefix = (id ?? MADE_UP.exec(missing))?.[1];
  if (prefix !== undefined && /\bDNS attributes\b/.test(missing)) return { call: 'describe-vpc-attribute', of: ofId };
  if (prefix !== undefined) return { call: BY_PREFIX[prefix]!, of: ofId };
  if (LOAD_BALANCER.test(missing)) return { call: 'elbv2 describe-load-balancers', of: '' };
  const zone = /\brecords of (?:the hosted zone )?(Z[0-9A-Z]+)\b/.exec(missing)?.[1];
  return zone === undefined ? undefined : { call: 'route53 list-resource-record-sets', of: ` for ${zone}` };
}

/** The id of the subject's VPC, if it is known and not sensitive. */
function vpcOf(subject: Subject): string | undefined {
  const ref = 'vpc' in subject ? subject.vpc : undefined;
  if (ref?.is === 'id') return ref.sensitive ? undefined : ref.id;
  const vpc = subject.kind === 'vpc' ? subject : ref?.is === 'entity' ? ref.to : undefined;
  return vpc?.id.known && !vpc.id.sensitive ? vpc.id.value : undefined;
}
