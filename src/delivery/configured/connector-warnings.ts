import { type ConnectorWarningCode, connectorWarnings } from '../../texts/connector-warnings.ts';
import type { ConnectorConfig } from './connector-schemas.ts';

/** In every answer about the connector as long as it is so. */
export interface ConnectorWarning {
  code: ConnectorWarningCode;
  message: string;
  message_zh: string;
}

export function warningsOf({ ssl, url }: ConnectorConfig): ConnectorWarning[] {
  const { verify, enable } = (ssl ?? {}) as { verify?: unknown; enable?: unknown };
  // An https URL uses TLS in any case; kinds that always do have no `enable`.
  const usesTls = enable !== false || (typeof url === 'string' && /^\s*https:/i.test(url));
  return verify === 'verify_none' && usesTls ? [warning('certificate_not_verified')] : [];
}

function warning(code: ConnectorWarningCode): ConnectorWarning {
  const { en, zh } = connectorWarnings[code];
  return { code, message: en, message_zh: zh };
}
