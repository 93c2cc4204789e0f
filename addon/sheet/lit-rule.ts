// The conditional format of ours that lights cells: people's own colours are under it, and their own formats go before it.
import { isLitFormula, litFormula } from '../../domain/refresh/lit-cells.ts';
import type { Place } from '../../domain/cells/place.ts';
import { rangeAt } from './places.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Rule = GoogleAppsScript.Spreadsheet.ConditionalFormatRule;

/** Like a marker pen: black text reads well on it, also where a person's own colour is dark. */
const LIGHT = '#fff2a8';

/** Lights cells of a range, and puts out what was lit of it. */
export function light(sheet: Sheet, id: string, places: readonly Place[]): void {
  const rule = SpreadsheetApp.newConditionalFormatRule()
    .setRanges(places.map((place) => rangeAt(sheet, place)))
    .whenFormulaSatisfied(litFormula(id))
    .setBackground(LIGHT)
    .build();
  sheet.setConditionalFormatRules([...othersOf(sheet, id), rule]);
}

/** Takes the light away. */
export function putOut(sheet: Sheet, id: string): void {
  const rules = sheet.getConditionalFormatRules();
  const others = othersOf(sheet, id, rules);
  if (others.length < rules.length) sheet.setConditionalFormatRules(others);
}

/** Those rules that are a person's. */
export function othersThanLit(rules: Rule[]): Rule[] {
  return rules.filter((rule) => !isLitFormula(formulaOf(rule)));
}

function othersOf(sheet: Sheet, id: string, rules = sheet.getConditionalFormatRules()): Rule[] {
  return rules.filter((rule) => formulaOf(rule) !== litFormula(id));
}

function formulaOf(rule: Rule): string {
  const values: unknown[] = rule.getBooleanCondition()?.getCriteriaValues() ?? [];
  return String(values[0] ?? '');
}
