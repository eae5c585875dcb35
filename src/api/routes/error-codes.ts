import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { ErrorCode } from '../contract.ts';
import { errorCodes } from '../error-codes.ts';
import { refusals } from '../refusals.ts';

const answers = Object.entries(errorCodes).map(([code, description]): ErrorCode => ({ code, description }));
const tags = ['Error codes'];

export function errorCodeRoutes(app: ApiApp): void {
  app.get(
    '/error_codes',
    {
      schema: { tags, summary: 'All codes of refusals', security: [], response: { 200: z.array(ErrorCode) } },
    },
    () => answers,
  );

  app.get(
    '/error_codes/:code',
    {
      schema: {
        tags,
        summary: 'What a code means',
        security: [],
        params: z.object({ code: z.string() }),
        response: { 200: ErrorCode, ...refusals(404) },
      },
    },
    (request) => {
      const answer = answers.find(({ code }) => code === request.params.code);
      if (!answer) throw new ApiError(404, 'NOT_FOUND', 'Code Not Found');
      return answer;
    },
  );
}
