// What each look of a chart is called.
import type { Look } from './plans.ts';

export const lookNames: Record<Look, string> = {
  line: 'Lines',
  area: 'Areas',
  bar: 'Bars',
  stacked: 'Stacked',
  share: 'Shares of 100 %',
  funnel: 'Funnel',
  scatter: 'Points',
  number: 'One number',
  pivot: 'Pivot table',
};
