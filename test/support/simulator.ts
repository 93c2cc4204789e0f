// A simulated spreadsheet with scripts over it, as the tests of the simulator and of the add-on start one.
import { simulatedClock, type SimulatedClock } from '../../playground/simulator/script/clock.ts';
import { GoogleState } from '../../playground/simulator/script/google-state.ts';
import { createScript, type Script } from '../../playground/simulator/script/script.ts';
import type {
  FetchRequest,
  FetchResponse,
  Manifest,
  Person,
} from '../../playground/simulator/script/script-settings.ts';
import type { WorkbookSettings } from '../../playground/simulator/workbook/model.ts';
import { Workbook } from '../../playground/simulator/workbook/workbook.ts';

/** All scopes that the simulator knows of, the wide one for other files aside. */
export const usualScopes = [
  'openid',
  'https://www.googleapis.com/auth/userinfo.email',
  'https://www.googleapis.com/auth/spreadsheets.currentonly',
  'https://www.googleapis.com/auth/script.container.ui',
  'https://www.googleapis.com/auth/script.external_request',
  'https://www.googleapis.com/auth/script.scriptapp',
];

export interface SimulationSettings {
  /** The script's text. */
  code?: string;
  html?: Record<string, string>;
  manifest?: Manifest;
  /** The first is the spreadsheet's owner. */
  persons?: Person[];
  fetch?: (request: FetchRequest) => FetchResponse;
  workbook?: WorkbookSettings;
  /** When the simulated clock starts. */
  now?: string;
  msPerCall?: number;
}

export interface Simulation {
  workbook: Workbook;
  clock: SimulatedClock;
  state: GoogleState;
  /** The first person's script. */
  script: Script;
  /** One for each person, in order. */
  scripts: Script[];
  /** What the cells of an area of the first tab (or the one named) show. */
  display: (a1: string) => string[][];
}

const ada: Person = { email: 'ada@example.com', identityToken: () => 'token-of-ada' };

export function newSimulation(settings: SimulationSettings = {}): Simulation {
  const { code = '', html = {}, persons = [ada], now = '2026-11-22T09:00:00Z' } = settings;
  const { manifest = { timeZone: 'Etc/UTC', oauthScopes: usualScopes } } = settings;
  const clock = simulatedClock(now);
  const state = new GoogleState();
  const workbook = new Workbook({ now: clock.now, ...settings.workbook });
  const [owner = ada] = persons;
  workbook.owner = owner.email;
  workbook.editors = persons.slice(1).map(({ email }) => email);
  const { fetch, msPerCall = 0 } = settings;
  const shared = {
    workbook,
    code,
    html,
    manifest,
    clock,
    state,
    msPerCall,
    ...(fetch && { fetch }),
  };
  const scripts = persons.map((person) => createScript({ ...shared, person }));
  const script = scripts[0] ?? createScript({ ...shared, person: ada });
  return { workbook, clock, state, script, scripts, display: (a1) => displayOf(workbook, a1) };
}

/** The texts that an area shows, such as A1:C3 or Costs!A1:C3. */
export function displayOf(workbook: Workbook, a1: string): string[][] {
  const [tab, rest = ''] = a1.includes('!') ? a1.split('!') : [undefined, a1];
  const sheet = tab === undefined ? workbook.sheets[0] : workbook.sheetNamed(tab);
  if (!sheet) throw new Error(`There is no tab ${tab}.`);
  const [first = '', last = first] = rest.split(':');
  const from = corner(first);
  const to = corner(last);
  const rows = Array.from({ length: to.row - from.row + 1 }, (_, index) => from.row + index);
  const columns = Array.from(
    { length: to.column - from.column + 1 },
    (_, index) => from.column + index,
  );
  return rows.map((row) => columns.map((column) => workbook.cell(sheet.id, row, column).display));
}

function corner(text: string): { row: number; column: number } {
  const [, letters = '', digits = ''] = /^([A-Z]+)(\d+)$/.exec(text) ?? [];
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { row: Number(digits), column };
}
