// Session: who runs the script.
import { BoundService } from './bound-service.ts';
import type { Service } from './service.ts';

export class SessionService extends BoundService {
  readonly className = 'Session';
  readonly signatures = {
    getActiveUser: [''],
    getEffectiveUser: [''],
    getActiveUserLocale: [''],
    getScriptTimeZone: [''],
    getTemporaryActiveUserKey: [''],
  };
  override readonly pure = new Set(Object.keys(this.signatures));

  getActiveUser(): Service {
    return this.user('getActiveUser');
  }

  getEffectiveUser(): Service {
    return this.user('getEffectiveUser');
  }

  /** Without full authorisation the address is ''. */
  private user(method: string): Service {
    const { authMode, person } = this.execution.settings;
    this.execution.needMode(`Session.${method}`, ['LIMITED', 'FULL', 'CUSTOM_FUNCTION']);
    this.execution.needScope(`Session.${method}`, ['userinfo.email']);
    return this.execution.objects.user(authMode === 'FULL' ? person.email : '');
  }

  getActiveUserLocale(): string {
    return this.execution.settings.person.locale ?? 'en';
  }

  getScriptTimeZone(): string {
    return this.execution.settings.manifest.timeZone ?? 'Etc/UTC';
  }

  getTemporaryActiveUserKey(): string {
    this.execution.needMode('Session.getTemporaryActiveUserKey', ['LIMITED', 'FULL']);
    return Buffer.from(this.execution.settings.person.email).toString('base64url');
  }
}
