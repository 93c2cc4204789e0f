// The program behind `npm start`: PostgreSQL with the sample company, the server, and the playground.
import { runProgram, tellBrokenSources } from '../server/program.ts';
import { readSettings } from '../server/settings.ts';
import { greeting } from './greeting.ts';
import { startPlayground } from './start.ts';

await runProgram(async () => {
  const playground = await startPlayground(readSettings(process.env));
  console.log(greeting(playground));
  void tellBrokenSources(playground.sources);
  playground.addFollower().then(
    (added) => added && console.log('  The follower is there: queries run on it from now on.\n'),
    (error: unknown) => console.error('  The follower could not be started.', error),
  );
  return playground;
});
