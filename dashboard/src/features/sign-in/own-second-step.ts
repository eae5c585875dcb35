import type { MfaEnrolment, RecoveryCodes } from '../../../../src/api/contract.ts';
import { api, request } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { refreshSession } from '../../shared/session/session.ts';

/** Of who is signed in. */
const path = (username: string, rest = ''): string => `/users/${encodeURIComponent(username)}/mfa${rest}`;

/** A key for an app. Nothing is asked for until a code of it was given. */
export function beginSecondStep(username: string): Promise<MfaEnrolment> {
  return api.post<MfaEnrolment>(path(username, '/enrolment'));
}

export async function confirmSecondStep(username: string, code: string): Promise<readonly string[]> {
  const answer = await api.put<RecoveryCodes>(path(username, '/enrolment'), { mfa_token: code });
  await refresh();
  return answer.recovery_codes;
}

export async function renewRecoveryCodes(username: string, code: string): Promise<readonly string[]> {
  const answer = await api.post<RecoveryCodes>(path(username, '/recovery_codes'), { mfa_token: code });
  return answer.recovery_codes;
}

export async function switchSecondStepOff(username: string, code: string): Promise<void> {
  await request('DELETE', path(username), { body: { mfa_token: code } });
  await refresh();
}

/** The list of users tells it too. */
async function refresh(): Promise<void> {
  await Promise.all([refreshSession(), queryClient.invalidateQueries({ queryKey: ['users'] })]);
}
