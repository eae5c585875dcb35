import { recognizeUrl } from '../../connectors/door.ts';
import { addressProblems } from '../../texts/channel-addresses.ts';
import type { ApiApp } from '../api-app.ts';
import { PastedAddress, RecognizedAddress } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

export function connectorRecognitionRoutes(
  app: ApiApp,
  { connectors }: { connectors: Pick<ApiParts['connectors'], 'list' | 'withAddress'> },
): void {
  app.post(
    '/connectors_recognize',
    {
      schema: {
        tags: ['Connectors'],
        summary: 'Tell which connector an address is for, by the address alone',
        body: PastedAddress,
        response: { 200: RecognizedAddress, ...refusals(400) },
      },
    },
    (request): RecognizedAddress => {
      const { type, problem } = recognizeUrl(request.body.url);
      const taken = connectors.list().filter((connector) => connector.type === type);
      return {
        type,
        name_suggestion: freeName(type, new Set(taken.map(({ name }) => name))),
        existing: connectors.withAddress(request.body.url),
        ...(problem && {
          problem: {
            code: problem.toUpperCase(),
            message: addressProblems.en[problem](type),
            message_zh: addressProblems.zh[problem](type),
          },
        }),
      };
    },
  );
}

/** `wecom`, `wecom_2` … */
function freeName(type: string, taken: ReadonlySet<string>): string {
  let name = type;
  for (let count = 2; taken.has(name); count++) name = `${type}_${count}`;
  return name;
}
