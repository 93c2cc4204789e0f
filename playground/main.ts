// The program behind `npm start`: PostgreSQL with the sample company, the server, and the playground.
import { readSettings } from '../server/settings/read.ts';
import { brokenSources } from '../server/doctor/source-findings.ts';
import { runProgram } from '../server/program.ts';
import { greeting } from './greeting.ts';
import { startPlayground, type RunningPlayground } from './start.ts';

await runProgram(async () => {
  const playground = await startPlayground(readSettings(process.env), { onBrokenFile });
  console.log(greeting(playground));
  void tellBrokenSources(playground);
  playground.addFollower().then(
    (added) => added && console.log('  The follower is there: queries run on it from now on.\n'),
    (error: unknown) => console.error('  The follower could not be started.', error),
  );
  return playground;
});

// The log tells of both too, but not at the level of this program, and not to a person.
function onBrokenFile(line: string): void {
  console.error(`  A query file cannot be read: ${line}\n`);
}

async function tellBrokenSources({ sources }: RunningPlayground): Promise<void> {
  for (const { sentence, fix } of await brokenSources(sources)) {
    console.error(`  ${sentence}\n  ${fix}\n`);
  }
}
