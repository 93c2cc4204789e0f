// All of Google's services, as one script sees them.
import type { Execution } from '../execution.ts';
import { ChartsService } from './charts.ts';
import { HtmlServiceService } from './html-service.ts';
import { LockServiceService } from './lock-service.ts';
import { LoggerService } from './logger.ts';
import { MetadataFinderService, MetadataService } from './spreadsheet/metadata.ts';
import { NamedRangeService } from './spreadsheet/named-range.ts';
import type { Objects } from './objects.ts';
import { ProtectionService, UserService } from './spreadsheet/protection.ts';
import { RangeService } from './spreadsheet/range.ts';
import { RangeListService } from './spreadsheet/range-list.ts';
import { ScriptAppService } from './script-app.ts';
import type { Service } from './service.ts';
import { SessionService } from './session.ts';
import { SheetService } from './spreadsheet/sheet.ts';
import { SpreadsheetAppService } from './spreadsheet/spreadsheet-app.ts';
import { SpreadsheetService } from './spreadsheet/spreadsheet.ts';
import { CacheServiceService, PropertiesServiceService } from './storage.ts';
import { UrlFetchAppService } from './url-fetch.ts';
import { DataValidationService } from './spreadsheet/validation.ts';
import { UtilitiesService } from './utilities.ts';

export function objectsOf(execution: Execution): Objects {
  return {
    spreadsheet: (workbook) => new SpreadsheetService(execution, workbook),
    sheet: (workbook, sheet) => new SheetService(execution, workbook, sheet),
    range: (place) => new RangeService(execution, place),
    rangeList: (ranges) =>
      new RangeListService(
        execution,
        ranges.filter((range) => range instanceof RangeService),
      ),
    namedRange: (workbook, named) => new NamedRangeService(execution, workbook, named),
    metadata: (workbook, metadata) => new MetadataService(execution, workbook, metadata),
    finder: (scope) => new MetadataFinderService(execution, scope),
    protection: (workbook, sheet, protection) =>
      new ProtectionService(execution, { workbook, sheet }, protection),
    validation: (validation) => new DataValidationService(execution, validation),
    user: (email) => new UserService(execution, email),
  };
}

/** The global objects of a script, by name. */
export function servicesOf(execution: Execution): Record<string, Service> {
  return {
    SpreadsheetApp: new SpreadsheetAppService(execution),
    Charts: new ChartsService(execution),
    ScriptApp: new ScriptAppService(execution),
    Session: new SessionService(execution),
    Utilities: new UtilitiesService(execution),
    UrlFetchApp: new UrlFetchAppService(execution),
    HtmlService: new HtmlServiceService(execution),
    PropertiesService: new PropertiesServiceService(execution),
    CacheService: new CacheServiceService(execution),
    LockService: new LockServiceService(execution),
    Logger: new LoggerService(execution),
  };
}
