// When the clock triggers of scripts are due, by the playground's clock.
import type { MovableClock } from '../simulator/script/clock.ts';
import { nextTime } from '../simulator/script/trigger-time.ts';
import type { GoogleState, SavedTrigger } from '../simulator/script/google-state.ts';

export class TriggerTimes {
  private readonly due: Map<string, number>;

  constructor(
    private readonly state: GoogleState,
    private readonly clock: MovableClock,
    due: Record<string, number> = {},
  ) {
    this.due = new Map(Object.entries(due));
  }

  get triggers(): SavedTrigger[] {
    return this.state.triggers.filter(({ eventType }) => eventType === 'CLOCK');
  }

  /**
   * Runs the earliest trigger that is due until then, at its time; without one, puts the clock there. The answer is whether
   * that is done. One that fails is the add-on's to record, as with Google.
   */
  step(until: number, fire: (trigger: SavedTrigger) => void): { done: boolean; at: number } {
    const now = this.clock.now();
    this.settle(now);
    const [next] = this.triggers
      .map((trigger) => ({ trigger, at: this.due.get(trigger.id) ?? Infinity }))
      .filter(({ at }) => at <= until)
      .sort((a, b) => a.at - b.at);
    if (!next) {
      this.clock.moveTo(until);
      return { done: true, at: until };
    }
    const { trigger, at } = next;
    this.clock.moveTo(at);
    this.due.set(trigger.id, nextTime(trigger, Math.max(at, now)) ?? Infinity);
    try {
      fire(trigger);
    } catch (error) {
      console.error('A clock trigger of the add-on failed:', error);
    }
    return { done: false, at: until };
  }

  toJSON(): Record<string, number> {
    return Object.fromEntries([...this.due].filter(([, at]) => Number.isFinite(at)));
  }

  /** Gives new triggers their first time, and forgets those that are gone. */
  private settle(now: number): void {
    const ids = new Set(this.triggers.map(({ id }) => id));
    for (const id of this.due.keys()) if (!ids.has(id)) this.due.delete(id);
    for (const trigger of this.triggers) {
      if (!this.due.has(trigger.id)) this.due.set(trigger.id, nextTime(trigger, now) ?? Infinity);
    }
  }
}
