import { SERVICES_DATE } from '../aws/index.ts';
import { version } from '../version.ts';

/** `--version --verbose`: what a report of a bug should say. */
export function versionsText(): string {
  const { version: node, platform, arch } = process;
  return [version, `Node.js ${node} on ${platform} ${arch}`, `AWS services as of ${SERVICES_DATE}`, ''].join('\n');
}
