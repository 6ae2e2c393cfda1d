/** Policies: an object, a JSON text, or a text with parts that are not known. */
import { type Fact, known, type Origin, TemplateLeaf, type Tree, UnknownLeaf, unknown } from '../../../model/index.ts';
import { because, isSecret, nameOf, type Reference, text, type Value } from '../values/value.ts';

/** The policy that a property holds. Null if none is given. */
export function policyOf(value: Value, at: Origin, of: string): Fact<Tree | null> {
  switch (value.k) {
    case 'none':
      return known(null, at);
    case 'map':
      return value.open === null ? known(treeOf(value), at, isSecret(value)) : unknown(`${of}: ${value.open}`, at);
    case 'lit':
      return text(value).trim() === '' ? known(null, at) : known(text(value), at, value.secret === true);
    case 'mix':
      return known(treeOf(value), at, isSecret(value));
    default:
      return unknown(`${of}: ${because(value)}`, at);
  }
}

/** JSON with unknown leaves. */
export function treeOf(value: Value): Tree {
  switch (value.k) {
    case 'lit':
      return value.v;
    case 'none':
      return null;
    case 'list':
      return value.items.map(treeOf);
    case 'map': {
      if (value.open !== null) return new UnknownLeaf(value.open);
      return Object.fromEntries([...value.members].map(([key, each]) => [key, treeOf(each)]));
    }
    case 'mix':
      return new TemplateLeaf(value.parts.map((part) => (part.k === 'lit' ? text(part) : leafOf(part))));
    default:
      return leafOf(value);
  }
}

function leafOf(value: Value): UnknownLeaf {
  if (value.k === 'ref') return new UnknownLeaf(because(value), symbolOf(value));
  return new UnknownLeaf(because(value), value.k === 'unknown' ? value.symbol : undefined);
}

/** Types of which `Ref` is the ARN. */
const ARNS = new Set([
  'AWS::SNS::Topic',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
  'AWS::IAM::ManagedPolicy',
]);

/** Names that tell what kind of text it will be: an ARN, an id, the name of a bucket. */
function symbolOf(value: Reference): string {
  const { to, attribute } = value;
  if (attribute === null) {
    if (ARNS.has(to.type)) return `${to.address}.arn`;
    return `${to.address}.${to.type === 'AWS::S3::Bucket' ? 'bucket' : 'id'}`;
  }
  return /Arn$/.test(attribute) ? `${to.address}.arn` : nameOf(value);
}
