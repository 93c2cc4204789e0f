// Protection and User.
import type { Execution } from '../../execution.ts';
import { mayEdit } from '../../../workbook/protection.ts';
import type { ProtectedArea, Sheet } from '../../../workbook/sheet.ts';
import type { Workbook } from '../../../workbook/workbook.ts';
import { RangePlaceService } from './range-place.ts';
import { BoundService } from '../bound-service.ts';
import { makeEnum, type EnumValue, type Service } from '../service.ts';

export const protectionTypes = makeEnum('ProtectionType', ['RANGE', 'SHEET']);

export class UserService extends BoundService {
  readonly className = 'Session.User';
  readonly signatures = { getEmail: [''] };
  override readonly pure = new Set(['getEmail']);

  constructor(
    execution: Execution,
    private readonly email: string,
  ) {
    super(execution);
  }

  /** '' for others than oneself without the scope. */
  getEmail(): string {
    return this.email;
  }
}

export class ProtectionService extends BoundService {
  readonly className = 'SpreadsheetApp.Protection';
  readonly signatures = {
    canEdit: [''],
    getDescription: [''],
    setDescription: ['str'],
    getEditors: [''],
    addEditor: ['str'],
    removeEditor: ['str'],
    getProtectionType: [''],
    getRange: [''],
    getUnprotectedRanges: [''],
    setUnprotectedRanges: ['list'],
    isWarningOnly: [''],
    setWarningOnly: ['bool'],
    remove: [''],
  };
  private readonly place: { workbook: Workbook; sheet: Sheet };

  constructor(
    execution: Execution,
    place: { workbook: Workbook; sheet: Sheet },
    private readonly protection: ProtectedArea,
  ) {
    super(execution);
    this.place = place;
  }

  canEdit(): boolean {
    return mayEdit(this.place.workbook, this.protection, this.execution.settings.person.email);
  }

  getDescription(): string {
    return this.protection.description;
  }

  setDescription(description: string): this {
    return this.change({ description });
  }

  getEditors(): Service[] {
    return this.protection.editors.map((email) => this.execution.objects.user(email));
  }

  addEditor(email: string): this {
    return this.change({ editors: [...this.protection.editors, email] });
  }

  removeEditor(email: string): this {
    return this.change({ editors: this.protection.editors.filter((one) => one !== email) });
  }

  getProtectionType(): EnumValue {
    return this.protection.area ? protectionTypes.RANGE : protectionTypes.SHEET;
  }

  getRange(): Service {
    const { sheet } = this.place;
    const area = this.protection.area ?? sheet.everything;
    return this.execution.objects.range({ ...this.place, area, whole: null });
  }

  getUnprotectedRanges(): Service[] {
    return this.protection.unprotected.map((area) =>
      this.execution.objects.range({ ...this.place, area, whole: null }),
    );
  }

  setUnprotectedRanges(ranges: unknown[]): this {
    const areas = ranges.flatMap((range) => (range instanceof RangePlaceService ? range.area : []));
    return this.change({ unprotected: areas });
  }

  isWarningOnly(): boolean {
    return this.protection.warningOnly;
  }

  setWarningOnly(warningOnly: boolean): this {
    return this.change({ warningOnly });
  }

  remove(): void {
    const { sheet, workbook } = this.place;
    sheet.protections = sheet.protections.filter((one) => one !== this.protection);
    workbook.changed({ kind: 'objects' });
  }

  private change(change: Partial<ProtectedArea>): this {
    Object.assign(this.protection, change);
    this.place.workbook.changed({ kind: 'objects' });
    return this;
  }
}
