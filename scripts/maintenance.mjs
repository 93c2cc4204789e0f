// `npm run maintenance -- on|off`: lets reading go on and has everything else wait, on all servers.
import { ensureInstalled } from './install.mjs';

ensureInstalled({ development: false });
const { build } = await import('../build.mjs');
await build({ publicUrl: null });
const { runMaintenance } = await import('../dist/server/maintenance.js');
process.exit((await runMaintenance(process.argv.slice(2), process.env)) ? 0 : 1);
