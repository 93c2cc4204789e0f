// `npm run doctor`: says what is missing or wrong in the set-up. Ends with 1 when something is wrong.
import { ensureInstalled } from './install.mjs';

ensureInstalled({ development: false });
const { build } = await import('../build.mjs');
await build({ publicUrl: null });
const { runDoctor } = await import('../dist/server/doctor.js');
process.exit((await runDoctor(process.env)) ? 0 : 1);
