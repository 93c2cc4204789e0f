// `npm run google-check -- <spreadsheet>`: tries at Google what the server relies on. Ends with 1 where something is otherwise.
import { ensureInstalled } from './install.mjs';

ensureInstalled({ development: false });
const { build } = await import('../build.mjs');
await build({ publicUrl: null });
const { checkGoogle } = await import('../dist/server/google-check.js');
process.exit((await checkGoogle(process.env, { address: process.argv[2] ?? '' })) ? 0 : 1);
