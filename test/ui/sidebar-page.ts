// The built sidebar in a browser at Google's 300 px, before a stand-in for google.script.run.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { buildSidebar } from '../../build.mjs';
import { launchBrowser, type PageOptions } from '../support/browser.ts';
import { installFakeAddOn } from './add-on/fake-add-on.ts';
import { fixturesOf } from './add-on/fixtures.ts';
import type { Made, Name, Scenario, StandIn } from './add-on/scenario.ts';
import { installScriptRun } from './add-on/script-run.ts';

export interface Sidebar {
  page: Page;
  /** The calls of a function of the add-on so far. */
  calls<Function extends Name>(name: Function): Promise<Made<Function>[]>;
  /** Lets the add-on answer the calls that the scenario holds back. */
  release(): Promise<void>;
}

export interface SidebarOptions extends PageOptions {
  /** The test moves the page's clock: nothing ends before it was looked at. */
  ownClock?: boolean;
}

export interface SidebarBrowser {
  open(scenario?: Scenario, options?: SidebarOptions): Promise<Sidebar>;
  close(): Promise<void>;
}

/** Builds the sidebar and starts a browser for it. */
export async function startSidebarBrowser(): Promise<SidebarBrowser> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sheetfeed-sidebar-'));
  await buildSidebar(folder);
  const browser = await launchBrowser();
  const address = pathToFileURL(path.join(folder, 'sidebar.html')).href;
  return {
    async open(scenario = {}, { ownClock, ...options } = {}) {
      await browser.closeEarlier();
      const page = await browser.newPage({ ...look(), ...options });
      if (ownClock) await page.clock.install();
      const given = { scenario, fixtures: fixturesOf(scenario) };
      await page.addInitScript(installFakeAddOn, given);
      await page.addInitScript(installScriptRun, given);
      await page.goto(address);
      return { page, calls: (name) => callsOf(page, name), release: () => release(page) };
    },
    async close() {
      await rm(folder, { recursive: true, force: true });
      await browser.close();
    },
  };
}

// Where its reader lives it is about noon: what happened half an hour ago was today, also when the tests run at midnight.
function look(): PageOptions {
  const west = new Date().getUTCHours() - 12;
  const timezoneId = `Etc/GMT${west < 0 ? '' : '+'}${west}`;
  return { width: 300, height: 720, timezoneId };
}

// The border to the page: the stand-ins keep these there.
async function callsOf<Function extends Name>(page: Page, name: Function) {
  const all = await page.evaluate(() => (window as unknown as StandIn).calls);
  return all.filter((call): call is Made<Function> => call.name === name);
}

async function release(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as StandIn).release());
}
