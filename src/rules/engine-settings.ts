import { z } from 'zod';
import { parseDuration } from '../lib/duration.ts';
import { durationField } from '../lib/zod-fields.ts';

/** The body of `PUT /rule_engine`. */
export const ruleEngineSettings = z.strictObject({
  ignore_sys_message: z.boolean().default(true),
  jq_function_default_timeout: durationField.default('10s'),
});

/** The answer of `GET /rule_engine`; the timeout is in milliseconds. */
export interface RuleEngineSettings {
  ignore_sys_message: boolean;
  jq_function_default_timeout: number;
}

export function settingsAnswer(settings: z.output<typeof ruleEngineSettings>): RuleEngineSettings {
  return {
    ignore_sys_message: settings.ignore_sys_message,
    jq_function_default_timeout: parseDuration(settings.jq_function_default_timeout) ?? 0,
  };
}
