/** ARNs of resources whose form is documented, as far as they are known before deployment. */
import type { Resource } from '../stack/types.ts';
import type { Context } from './context.ts';
import { concat, lit, type Value } from './value.ts';

/** How the ARN of a type goes on behind the service, and the property that names the resource where one is given. */
const FORMS: Readonly<Record<string, { readonly form: string; readonly name: string; readonly attribute: string }>> = {
  'AWS::S3::Bucket': { form: 's3:::{}', name: 'BucketName', attribute: 'Arn' },
  'AWS::DynamoDB::Table': { form: 'dynamodb:{region}:{account}:table/{}', name: 'TableName', attribute: 'Arn' },
  'AWS::DynamoDB::GlobalTable': { form: 'dynamodb:{region}:{account}:table/{}', name: 'TableName', attribute: 'Arn' },
  'AWS::Serverless::SimpleTable': { form: 'dynamodb:{region}:{account}:table/{}', name: 'TableName', attribute: 'Arn' },
  'AWS::SQS::Queue': { form: 'sqs:{region}:{account}:{}', name: 'QueueName', attribute: 'Arn' },
  'AWS::SNS::Topic': { form: 'sns:{region}:{account}:{}', name: 'TopicName', attribute: 'TopicArn' },
  'AWS::KMS::Key': { form: 'kms:{region}:{account}:key/{}', name: '', attribute: 'Arn' },
};

/** The ARN of a resource. Undefined for a type whose form is not known here. */
export function arnOf(resource: Resource, attribute: string, { run }: Context): Value | undefined {
  const known = Object.hasOwn(FORMS, resource.type) ? FORMS[resource.type] : undefined;
  if (known?.attribute !== attribute) return undefined;
  const pseudo = (name: string) => run.pseudo(resource.stack, name)!;
  const values: Readonly<Record<string, () => Value>> = {
    '{region}': () => pseudo('AWS::Region'),
    '{account}': () => pseudo('AWS::AccountId'),
    '{}': () => nameOf(resource, run) ?? { k: 'ref', to: resource, attribute: null },
  };
  const parts = known.form.split(/(\{\w*\})/).map((piece) => values[piece]?.() ?? lit(piece));
  return concat([lit('arn:'), pseudo('AWS::Partition'), lit(':'), ...parts]);
}

/** The name of a resource in the template. Undefined if AWS generates one. */
function nameOf(resource: Resource, run: Context['run']): Value | undefined {
  const property = FORMS[resource.type]!.name;
  if (property === '') return undefined;
  const value = run.read(resource, property);
  return value.k === 'none' ? undefined : value;
}
