#!/usr/bin/env node
/** `npm run dev -- plan.json`: the command line from its sources, without a build. */
import { importTs, root } from './lib/import-ts.mjs';

// Node from 22.18 on runs TypeScript as it stands; for an older one it is bundled first, in a tenth of a second.
const modules = ['src/cli/app.ts', 'src/cli/process-io.ts'];
const [{ app }, { io }] = process.features.typescript
  ? await Promise.all(modules.map((path) => import(new URL(path, `file://${root}`).href)))
  : await importTs(...modules);

// npm runs scripts in the root of the repository: paths are meant from where the user stands.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
process.exitCode = await app(process.argv.slice(2), { ...io, cwd: process.cwd() });
