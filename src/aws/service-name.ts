import { isRegion } from './partitions.ts';

/** Which of AWS's name forms a service name has. */
export type ServiceNameForm =
  | 'com.amazonaws'
  | 'cn.com.amazonaws'
  | 'aws.sagemaker'
  | 'aws.api'
  | 'aws.api.global'
  | 'api.aws'
  | 'vpce-svc'
  | 'unknown';

export interface ServiceName {
  /** As given. */
  readonly name: string;
  readonly form: ServiceNameForm;
  /**
   * The name in reports: `sqs`, `ecr.api`, `aws.sagemaker/notebook` for unusual prefixes, `vpce-svc-0123` for endpoint
   * services. The whole name if its form is unknown.
   */
  readonly key: string;
  /** Region inside the name; null if it has none (`com.amazonaws.iam`), if it is not known, or if the form is unknown. */
  readonly region: string | null;
  /** Whose service it is by its name: AWS's, another owner's endpoint service, or not to be told. */
  readonly owner: 'aws' | 'other' | 'unknown';
}

const ENDPOINT_SERVICE = /^(?:cn\.)?com\.amazonaws\.vpce\.([^.]+)\.(vpce-svc-[0-9a-z]+)$/;
const FORMS = ['com.amazonaws', 'cn.com.amazonaws', 'aws.sagemaker', 'aws.api.global', 'aws.api', 'api.aws'] as const;
/** Forms whose names may have no Region. */
const GLOBAL: readonly string[] = ['com.amazonaws', 'aws.api.global'];

/** Stands for the Region in a name whose Region is not known. It is a character that nobody writes in a name, not even by mistake. */
export const ANY_REGION = '\0';

const parsed = new Map<string, ServiceName>();
/** Many endpoints share few services. The names of a hostile input must not fill the memory. */
const MOST_PARSED = 1000;

/** Takes a service name apart. Unknown prefixes are `unknown`, never an error: other partitions may have their own. */
export function parseServiceName(name: string): ServiceName {
  let known = parsed.get(name);
  if (known === undefined) {
    known = parse(name);
    if (parsed.size >= MOST_PARSED) parsed.clear();
    parsed.set(name, known);
  }
  return known;
}

/** A name with `ANY_REGION` in place of its Region. Undefined if it has none. */
export function withoutRegion(name: string): string | undefined {
  const { region } = parseServiceName(name);
  return region === null ? undefined : name.replace(region, ANY_REGION);
}

function parse(name: string): ServiceName {
  const endpointService = ENDPOINT_SERVICE.exec(name);
  if (endpointService) {
    return { name, form: 'vpce-svc', key: endpointService[2]!, region: endpointService[1]!, owner: 'other' };
  }
  for (const form of FORMS) {
    if (!name.startsWith(`${form}.`)) continue;
    const rest = name.slice(form.length + 1);
    const dot = rest.indexOf('.');
    const word = dot > 0 ? rest.slice(0, dot) : '';
    const region = isRegion(word) ? word : null;
    const isAnywhere = word === ANY_REGION;
    const service = region !== null || isAnywhere ? rest.slice(dot + 1) : rest;
    if (service === '' || service.startsWith('vpce.')) break;
    if (region === null && !isAnywhere && !GLOBAL.includes(form)) break;
    const plain = form === 'com.amazonaws' || form === 'cn.com.amazonaws';
    return { name, form, key: plain ? service : `${form}/${service}`, region, owner: 'aws' };
  }
  return { name, form: 'unknown', key: name, region: null, owner: 'unknown' };
}
