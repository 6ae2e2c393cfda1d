/** Services that workloads call from their subnets, by the keys of the service table. */
import { table } from '../base/table.ts';
import { TemplateLeaf } from '../model/index.ts';

/** Images of ECR: the two names of the registry, and S3 for the layers. */
export const IMAGES: readonly string[] = ['ecr.api', 'ecr.dkr', 's3'];

/**
 * What each kind of workload does not work without.
 * Sources: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html,
 * https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-vpce-bucketnames.html
 */
export const NEEDS = table({
  'node-group': ['ec2', ...IMAGES],
  'fargate-profile': IMAGES,
  'ecs-service': [],
  function: [],
  'event-source-mapping': ['lambda', 'sts'],
  'sagemaker-domain': ['sagemaker.api', 'sagemaker.runtime', 's3'],
  'custom-resource': ['s3'],
}) satisfies Readonly<Record<string, readonly string[]>>;

/** Images that ECR of a Region serves. */
const PRIVATE_IMAGE = /^[^./]+\.dkr[.-]ecr(?:-fips)?\.([^./]+)\./;

/** Stands for a part of a text that is not known. */
const UNKNOWN = '?';

/** What pulling an image needs in a Region: nothing where another registry or Region has it. */
function needsOfImage(image: string, region: string | undefined): readonly string[] {
  const [, at] = PRIVATE_IMAGE.exec(image) ?? [];
  return at !== undefined && (region === undefined || at === UNKNOWN || at === region) ? IMAGES : [];
}

/** What a secret or parameter is read from, by the ARN or name in `valueFrom`. */
function needOfSecret(valueFrom: string): string | undefined {
  if (/^arn:[^:]*:secretsmanager:/.test(valueFrom)) return 'secretsmanager';
  if (/^arn:[^:]*:ssm:/.test(valueFrom) || /^[\w./-]+$/.test(valueFrom)) return 'ssm';
  return undefined;
}

/** Services of models and of understanding text, speech and pictures, by the actions that need them; the first that fits. */
const AI: readonly (readonly [action: RegExp, service: string])[] = [
  [/^bedrock:(?:invokemodel|converse|applyguardrail|\*)/, 'bedrock-runtime'],
  [/^bedrock:(?:invokeagent|invokeflow|invokeinlineagent|retrieve|rerank)/, 'bedrock-agent-runtime'],
  [/^bedrock-agentcore:/, 'bedrock-agentcore'],
  [/^sagemaker:invokeendpoint/, 'sagemaker.runtime'],
  [/^(comprehend|comprehendmedical|textract|rekognition|translate|polly|kendra):/, '$1'],
  [/^transcribe:startstream/, 'transcribestreaming'],
  [/^transcribe:/, 'transcribe'],
];

/** The AI services that allowed actions are of. */
export function aiServicesOf(actions: readonly string[]): string[] {
  const found = actions.flatMap((action) => {
    const lower = action.toLowerCase();
    const [pattern, service] = AI.find(([each]) => each.test(lower)) ?? [];
    return pattern && service ? [service === '$1' ? pattern.exec(lower)![1]! : service] : [];
  });
  return [...new Set(found)].sort();
}

/** The actions that a policy document surely allows, as written. */
export function allowedActions(document: unknown): string[] {
  const statements = isRecord(document) ? [document.Statement].flat() : [];
  return statements.flatMap((statement) => {
    if (!isRecord(statement) || statement.Effect !== 'Allow') return [];
    return [statement.Action].flat().filter((action): action is string => typeof action === 'string');
  });
}

/**
 * The services that the containers of an ECS task on Fargate call before they start, by `containerDefinitions`.
 * Null if that is not a list.
 */
export function needsOfContainers(definitions: unknown, region: string | undefined): string[] | null {
  if (!Array.isArray(definitions)) return null;
  const needs = new Set<string>();
  for (const container of definitions) {
    if (!isRecord(container)) continue;
    for (const service of needsOfImage(text(member(container, 'image')), region)) needs.add(service);
    const log = member(container, 'logConfiguration');
    if (text(member(log, 'logDriver')) === 'awslogs') {
      const at = text(member(member(log, 'options'), 'awslogs-region'));
      if (at === '' || at === UNKNOWN || region === undefined || at === region) needs.add('logs');
    }
    const secrets = [member(container, 'secrets'), member(log, 'secretOptions')];
    for (const secret of secrets.flat()) {
      const need = needOfSecret(text(member(secret, 'valueFrom')));
      if (need !== undefined) needs.add(need);
    }
    if ([member(container, 'environmentFiles')].flat().some(isRecord)) needs.add('s3');
  }
  return [...needs].sort();
}

/** A text, with `?` for each part that is not known; empty if the value is not a text. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof TemplateLeaf)
    return value.parts.map((part) => (typeof part === 'string' ? part : UNKNOWN)).join('');
  return '';
}

/** A member by its name in the API, or as CloudFormation writes it. */
function member(of: unknown, name: string): unknown {
  if (!isRecord(of)) return undefined;
  return of[name] ?? of[name[0]!.toUpperCase() + name.slice(1)];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
