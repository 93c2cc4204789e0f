// The sidebar's functions of schedules; main.ts hands them to Google.
import { answer } from './answer.ts';
import { scheduleAtServer } from './ranges/server-schedule.ts';
import { changedView } from './ranges/view.ts';
import { pause, schedule, takeOver } from './schedule.ts';
import type { SidebarFunctions } from './sidebar-functions.ts';

const spreadsheet = () => SpreadsheetApp.getActiveSpreadsheet();

export const setSchedule: SidebarFunctions['setSchedule'] = ({ id, rule, by, agreed: yes }) =>
  answer(() => {
    schedule(spreadsheet(), { id, rule, by, yes });
    return changedView(spreadsheet(), id);
  });

export const readServerSchedule: SidebarFunctions['readServerSchedule'] = ({ id }) =>
  answer(() => scheduleAtServer(spreadsheet(), id));

export const takeOverSchedule: SidebarFunctions['takeOverSchedule'] = ({ id, agreed }) =>
  answer(() => {
    takeOver(spreadsheet(), id, agreed);
    return changedView(spreadsheet(), id);
  });

export const pauseSchedule: SidebarFunctions['pauseSchedule'] = ({ id, paused }) =>
  answer(() => {
    pause(spreadsheet(), id, paused);
    return changedView(spreadsheet(), id);
  });
