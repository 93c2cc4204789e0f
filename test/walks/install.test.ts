// The first hour as who installs it: the page of docs/, walked step by step on a database of one's own.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { examine, report } from '../../server/doctor.ts';
import { root } from '../../server/root.ts';
import { scriptOf } from '../corpora/psql-variables.ts';
import { newHome, removeHome, startProgram } from '../journeys/program.ts';
import { ask } from '../support/clusters.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../support/postgres.ts';
import { blocksOf, page, stepsOf, walk } from './steps.ts';

const guide = 'docs/install.md';
const role = `walker_${process.pid}`;

let database: TestDatabase;
let home: string;
beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  home = await newHome();
});
afterAll(async () => {
  if (home) await removeHome(home);
  await database?.drop();
  await ask(sampleUrls().admin, `drop role if exists ${role}`);
});

/** The settings before a command of the page, with this test's database and folder for those that are named. */
function settingsOf(command: string): Record<string, string> {
  const { host, pathname } = new URL(database.adminUrl);
  const settings = [...command.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [
    name,
    value
      .replace('db.example.com/app', host + pathname)
      .replace('sheetfeed_reader', role)
      .replace('./queries', path.join(home, 'queries')),
  ]);
  return Object.fromEntries(settings) as Record<string, string>;
}

const [makeRole = '', start = '', askDoctor = '', push = ''] = blocksOf(guide);

/** Every page that a step of the guide sends on to is there, with the sections that it names. */
function linksOfStep(name: string): string[] {
  const [, rest = ''] = page(guide).split(`**${name}**`);
  const [step = ''] = rest.split(/^\d+\. /m);
  return [...step.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file]) => file ?? '');
}

test('the page for who installs it, step by step: a role, a try, the doctor, and where it goes on', async () => {
  await walk(guide, {
    'Make the reading role.': async () => {
      expect(makeRole).toMatch(/^psql postgres:/);
      await ask(database.adminUrl, `create table facts as select 42 as answer`);
      await ask(database.adminUrl, scriptOf(makeRole, { role }));
    },
    'Try it on this computer.': async () => {
      expect(start.trim()).toMatch(/ npm start$/);
      const program = await startProgram({ home, env: settingsOf(start) });
      const body = JSON.stringify({ source: 'main', sql: 'select answer from facts' });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${program.url}/api/run`, { method: 'POST', headers, body });
      expect(await answer.json()).toMatchObject({ rows: [[42]] });
      expect(await program.end('SIGINT')).toBe(0);
    },
    'Ask the doctor.': async () => {
      expect(askDoctor.trim()).toMatch(/ npm run doctor$/);
      const told = report(await examine(settingsOf(askDoctor)));
      expect(told).toContain(
        'The data source main has no follower, so queries run on its primary.',
      );
      expect(told).toContain('There is no .sql file in');
    },
    'Run the server.': async () => {
      expect(linksOfStep('Run the server.')).toEqual(['deploy.md']);
      const sections = [...page('docs/deploy.md').matchAll(/^## (\d)/gm)].map(([, one]) => one);
      expect(sections).toEqual(expect.arrayContaining(['1', '2', '3', '4']));
    },
    'Push the add-on.': async () => {
      const steps = page('docs/deploy-addon.md');
      for (const line of push.trim().split('\n')) {
        expect(steps).toContain(line.replace('PUBLIC_URL=https://sheetfeed.example.com ', ''));
      }
    },
    'Say that it is there.': async () => {
      const links = linksOfStep('Say that it is there.');
      expect(links.length).toBeGreaterThan(1);
      for (const link of links) expect(existsSync(path.join(root, 'docs', link))).toBe(true);
    },
  });
  expect(stepsOf(guide)).toHaveLength(6);
});
