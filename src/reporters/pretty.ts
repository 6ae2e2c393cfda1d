import type { Reporter } from './reporter.ts';
import { summaryLine } from './summary.ts';

export const pretty: Reporter = (report, context) => `${summaryLine(report, context)}\n`;
