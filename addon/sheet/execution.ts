// What carries out a plan works on: the tab, the plan, and the rows that the plan cites.
import type { Content } from '../../domain/cells/content.ts';
import type { RefreshPlan } from '../../domain/refresh/plan/plan.ts';

export interface Execution {
  sheet: GoogleAppsScript.Spreadsheet.Sheet;
  id: string;
  plan: RefreshPlan;
  /** The rows that the plan cites. */
  content: Content;
  /** Names of columns that hold text in some cells already. */
  mixed: string[];
}
