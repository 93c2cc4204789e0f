// What the parts of a linked range's card are given: the forms in which it can be changed.
import type { LinkedRangeView, RangeOptions } from '../../sidebar-functions.ts';
import type { Refreshing } from './use-refresh.ts';

export interface PartProps {
  range: LinkedRangeView;
  /** Does something at the add-on, shows its problem here, and tells whether it went well. */
  attempt: (work: () => Promise<unknown>) => Promise<boolean>;
  /** Called when the part is done and should close, with what was done where something was. */
  onDone: (says?: string) => void;
  refreshing: Refreshing;
}

/** Of a part of the options form. */
export interface OptionPartProps {
  options: RangeOptions;
  change: (part: Partial<RangeOptions>) => void;
}
