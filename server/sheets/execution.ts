// What a refresh plan is carried out on: the tab, the plan, and the rows that it cites.
import type { Content } from '../../domain/cells/content.ts';
import type { RefreshPlan } from '../../domain/refresh/plan/plan.ts';

/** What a plan is carried out on. */
export interface Execution {
  /** The id of the tab, of the named range, and of the linked range. */
  tab: number;
  name: string;
  id: string;
  plan: RefreshPlan;
  /** The rows that the plan cites. */
  content: Content;
  /** Names of columns that hold text in some cells; what is written adds to it. */
  mixed: string[];
}
