import { InputError } from '../../model/input-error.ts';

/** Packages that may be left out at the installation, together. */
const PACKAGES = [
  '@aws-sdk/client-ec2',
  '@aws-sdk/client-elastic-load-balancing-v2',
  '@aws-sdk/client-route-53',
  '@aws-sdk/client-sts',
  '@aws-sdk/core',
  '@aws-sdk/credential-providers',
  '@smithy/core',
];

/** Throws InputError, with the line that adds them, where the packages of the AWS SDK are not installed. */
export async function needSdk(): Promise<void> {
  try {
    await import('@aws-sdk/client-sts');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
    throw new InputError('the AWS SDK is not installed, but live accounts need it', {
      hint: `Run \`npm install ${PACKAGES.join(' ')}\``,
    });
  }
}
