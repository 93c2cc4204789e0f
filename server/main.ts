// The server as a program (`npm run serve`): settings from the environment, stopped by Ctrl-C or SIGTERM.
import { readSettings } from './settings/read.ts';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { createLog, logWarnings } from './log.ts';
import { isLocalMode } from './settings/local-mode.ts';
import { runProgram } from './program.ts';
import { root } from './root.ts';
import { startServer } from './start.ts';

// For a program that starts the server as a part of itself; an engine of its own refuses by problems of this class.
export { Problem } from '../domain/problem.ts';
export { readSettings } from './settings/read.ts';
export { startServer, type RunningServer, type StartOptions } from './start.ts';

// The playground starts the server too, as a part of itself: then this file is no program.
const programs = ['scripts/serve.mjs', 'dist/server/main.js'].map((file) => path.join(root, file));

if (programs.includes(realpathSync(process.argv[1] ?? root))) {
  await runProgram(async (signal) => {
    const settings = readSettings(process.env);
    logWarnings(createLog(settings.logLevel ?? 'info'));
    const server = await startServer(settings, { logLevel: 'info', signal });
    console.log(`Sheetfeed is at ${server.url}`);
    if (isLocalMode(settings)) {
      console.log(
        'Only this computer can reach it, for GOOGLE_CLIENT_IDS is not set. Ctrl-C stops it.',
      );
    }
    return server;
  });
}
