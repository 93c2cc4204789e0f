// ScriptApp: identity, authorisation and triggers.
import { SheetsError } from '../../errors.ts';
import type { Execution } from '../execution.ts';
import type { SavedTrigger } from '../google-state.ts';
import { BoundService } from './bound-service.ts';
import { makeEnum, type EnumValue, type Service } from './service.ts';
import { weekDays } from './clock-trigger.ts';
import { TriggerBuilderService } from './trigger-builder.ts';
import { TriggerService, eventTypes } from './trigger.ts';

const authModes = makeEnum('AuthMode', ['NONE', 'CUSTOM_FUNCTION', 'LIMITED', 'FULL']);
const statuses = makeEnum('AuthorizationStatus', ['REQUIRED', 'NOT_REQUIRED']);

export class ScriptAppService extends BoundService {
  readonly className = 'ScriptApp';
  readonly signatures = {
    getIdentityToken: [''],
    getOAuthToken: [''],
    getAuthorizationInfo: ['AuthMode', 'AuthMode list'],
    requireScopes: ['AuthMode list'],
    newTrigger: ['str'],
    getProjectTriggers: [''],
    getUserTriggers: ['Spreadsheet'],
    deleteTrigger: ['Trigger'],
    getScriptId: [''],
  };
  override readonly constants = {
    AuthMode: authModes,
    AuthorizationStatus: statuses,
    EventType: eventTypes,
    WeekDay: weekDays,
  };
  override readonly pure = new Set(Object.keys(this.signatures));

  /** null without `openid`, or where Google has no token to give. */
  getIdentityToken(): string | null {
    this.execution.needMode('ScriptApp.getIdentityToken', ['FULL']);
    const { person } = this.execution.settings;
    return this.execution.hasScope('openid') ? (person.identityToken?.() ?? null) : null;
  }

  getOAuthToken(): string {
    this.execution.needMode('ScriptApp.getOAuthToken', ['LIMITED', 'FULL']);
    return `ya29.simulated-${this.execution.settings.person.email}`;
  }

  getAuthorizationInfo(_mode: EnumValue, scopes?: unknown[]): Service {
    const wanted = scopes?.map(String) ?? this.execution.settings.manifest.oauthScopes;
    const missing = wanted.filter((scope) => !this.isGranted(scope));
    return new AuthorizationInfoService(this.execution, missing);
  }

  requireScopes(_mode: EnumValue, scopes: unknown[]): void {
    const missing = scopes.map(String).filter((scope) => !this.isGranted(scope));
    if (missing.length > 0)
      throw new SheetsError('Authorization is required to perform that action.');
  }

  private isGranted(scope: string): boolean {
    const { person, manifest } = this.execution.settings;
    return (
      manifest.oauthScopes.includes(scope) &&
      (person.grantedScopes ?? manifest.oauthScopes).includes(scope)
    );
  }

  getScriptId(): string {
    return 'simulated-script';
  }

  newTrigger(handler: string): Service {
    this.needTriggers('ScriptApp.newTrigger');
    return new TriggerBuilderService(this.execution, handler);
  }

  /** Only the triggers of the person who asks: others' cannot be seen. */
  getProjectTriggers(): Service[] {
    this.needTriggers('ScriptApp.getProjectTriggers');
    return this.ownTriggers().map((trigger) => new TriggerService(this.execution, trigger));
  }

  getUserTriggers(): Service[] {
    this.needTriggers('ScriptApp.getUserTriggers');
    const id = this.execution.workbook?.id;
    return this.ownTriggers()
      .filter(({ spreadsheetId }) => spreadsheetId === id)
      .map((trigger) => new TriggerService(this.execution, trigger));
  }

  deleteTrigger(trigger: TriggerService): void {
    this.needTriggers('ScriptApp.deleteTrigger');
    const { state } = this.execution.settings;
    state.triggers = state.triggers.filter(({ id }) => id !== trigger.trigger.id);
  }

  private ownTriggers(): SavedTrigger[] {
    const { state, person } = this.execution.settings;
    return state.triggers.filter(({ owner }) => owner === person.email);
  }

  private needTriggers(method: string): void {
    this.execution.needMode(method, ['FULL']);
    this.execution.needScope(method, ['script.scriptapp']);
  }
}

class AuthorizationInfoService extends BoundService {
  readonly className = 'ScriptApp.AuthorizationInfo';
  readonly signatures = {
    getAuthorizationStatus: [''],
    getAuthorizationUrl: [''],
    getAuthorizedScopes: [''],
  };

  constructor(
    execution: Execution,
    private readonly missing: string[],
  ) {
    super(execution);
  }

  getAuthorizationStatus(): EnumValue {
    return this.missing.length > 0 ? statuses.REQUIRED : statuses.NOT_REQUIRED;
  }

  getAuthorizationUrl(): string | null {
    return this.missing.length > 0 ? 'https://script.google.com/macros/authorize?simulated' : null;
  }

  getAuthorizedScopes(): string[] {
    const { person, manifest } = this.execution.settings;
    return person.grantedScopes ?? manifest.oauthScopes;
  }
}
