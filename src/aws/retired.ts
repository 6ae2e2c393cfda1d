/**
 * Services that AWS has ended, with the last day on which they answer. Source: the notices in their own guides ("End of
 * support notice"), November 2026. A service without such a notice is not in the list, even if others report its end.
 */
import { table } from '../base/table.ts';

export interface RetiredService {
  /** As people call it. */
  readonly name: string;
  /** ISO 8601. */
  readonly until: string;
  readonly source: string;
}

const GUIDES = 'https://docs.aws.amazon.com';

const APP_MESH = retired('AWS App Mesh', '2026-09-30', 'app-mesh/latest/userguide/what-is-app-mesh.html');
const FINSPACE = retired(
  'Amazon FinSpace',
  '2026-10-07',
  'finspace/latest/userguide/amazon-finspace-end-of-support.html',
);
const EVIDENTLY = retired(
  'Amazon CloudWatch Evidently',
  '2025-10-16',
  'AmazonCloudWatch/latest/monitoring/CloudWatch-Evidently.html',
);

const RETIRED: Readonly<Record<string, RetiredService>> = table({
  appmesh: APP_MESH,
  'appmesh-envoy-management': APP_MESH,
  evidently: EVIDENTLY,
  'evidently-dataplane': EVIDENTLY,
  finspace: FINSPACE,
  'finspace-api': FINSPACE,
  lookoutequipment: retired(
    'Amazon Lookout for Equipment',
    '2026-10-07',
    'lookout-for-equipment/latest/ug/what-is.html',
  ),
  lookoutmetrics: retired(
    'Amazon Lookout for Metrics',
    '2025-10-09',
    'lookoutmetrics/latest/dev/lookoutmetrics-welcome.html',
  ),
  lookoutvision: retired(
    'Amazon Lookout for Vision',
    '2025-10-31',
    'lookout-for-vision/latest/developer-guide/what-is.html',
  ),
  panorama: retired('AWS Panorama', '2026-05-31', 'panorama/latest/dev/panorama-end-of-support.html'),
  pinpoint: retired('Amazon Pinpoint', '2026-10-30', 'pinpoint/latest/userguide/welcome.html'),
  proton: retired('AWS Proton', '2026-10-07', 'proton/latest/userguide/proton-end-of-support.html'),
  'qldb.session': retired('Amazon QLDB', '2025-07-31', 'qldb/latest/developerguide/what-is.html'),
  robomaker: retired('AWS RoboMaker', '2025-09-10', 'robomaker/latest/dg/chapter-support-policy.html'),
  simspaceweaver: retired(
    'AWS SimSpace Weaver',
    '2026-05-20',
    'simspaceweaver/latest/userguide/simspaceweaver-end-of-support.html',
  ),
  voiceid: retired(
    'Amazon Connect Voice ID',
    '2026-05-20',
    'connect/latest/adminguide/amazonconnect-voiceid-end-of-support.html',
  ),
});

function retired(name: string, until: string, page: string): RetiredService {
  return { name, until, source: `${GUIDES}/${page}` };
}

/** The end of a service, by its key in service names (`appmesh`); undefined if AWS has announced none. */
export function retiredService(key: string): RetiredService | undefined {
  return RETIRED[key];
}
