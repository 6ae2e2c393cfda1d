import { table } from '../base/table.ts';
import type { Judgement, Subject } from '../engine/index.ts';
import { type NounKind, oneOf } from '../model/index.ts';

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

const OUTSIDE = /\b(?:is|are) not in the (?:input|document)\b/;
const ID = /\b(vpc|subnet|sg|rtb|acl|pl)-[0-9a-f]{8,17}\b/;
/** The same by what objects are called. */
const BY_NOUN: ReadonlyMap<string, string> = new Map(
  Object.entries(BY_KIND).map(([kind, call]) => [oneOf(kind as NounKind).replace(/^an? /, ''), call]),
);
const ELSEWHERE =
  /\b(?:it may have an?|other stacks may have added an?|there may be another) (.+?)(?= that is not in it| elsewhere|[;,]|$)/;
const NO_OUTPUT = /\bno ((?:route53\w* )?[a-z-]+) output in the input\b/;

/**
 * Says of undecided checks of plans and the like which context would settle them.
 *
 * @param hasContext Whether there is one already, which does not.
 */
export function nameContext(judgements: readonly Judgement[], hasContext: boolean): readonly Judgement[] {
  return judgements.map((judgement) => {
    const { verdict, subject } = judgement;
    if (verdict.verdict !== 'undecided') return judgement;
    const missing = verdict.missing.map((text) => settled(text, subject, hasContext));
    return missing.every((text, i) => text === verdict.missing[i])
      ? judgement
      : { ...judgement, verdict: { ...verdict, missing } };
  });
}

function settled(missing: string, subject: Subject, hasContext: boolean): string {
  if (missing.includes('--context')) return missing;
  const found = outputFor(missing, subject);
  if (found === undefined) return missing;
  const lacking = hasContext ? missing.replace(OUTSIDE, (text) => `${text}, nor in the context`) : missing;
  return `${lacking}; add \`${found.call}\` output${found.of} with --context`;
}

function outputFor(missing: string, subject: Subject): { call: string; of: string } | undefined {
  const vpc = vpcOf(subject);
  const ofVpc = vpc === undefined ? '' : ` of ${vpc}`;
  const all = BY_NOUN.get(ELSEWHERE.exec(missing)?.[1] ?? '');
  if (all !== undefined) return { call: all, of: ofVpc };
  const call = NO_OUTPUT.exec(missing)?.[1];
  if (call !== undefined) return { call, of: ofVpc };
  if (!OUTSIDE.test(missing)) return undefined;
  const id = ID.exec(missing);
  if (id && /\bDNS attributes\b/.test(missing)) return { call: 'describe-vpc-attribute', of: ` of ${id[0]}` };
  if (id) return { call: BY_PREFIX[id[1]!]!, of: ` of ${id[0]}` };
  const zone = /\brecords of (?:the hosted zone )?(Z[0-9A-Z]+)\b/.exec(missing)?.[1];
  return zone === undefined ? undefined : { call: 'route53 list-resource-record-sets', of: ` of ${zone}` };
}

/** Id of the VPC a subject is in, where that is known and may be said. */
function vpcOf(subject: Subject): string | undefined {
  const ref = subject.kind === 'endpoint' ? subject.vpc : undefined;
  if (ref?.is === 'id') return ref.sensitive ? undefined : ref.id;
  const vpc = subject.kind === 'vpc' ? subject : ref?.is === 'entity' ? ref.to : undefined;
  return vpc?.id.known && !vpc.id.sensitive ? vpc.id.value : undefined;
}
