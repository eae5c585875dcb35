import { Text } from '@mantine/core';
import { Problem } from '../../shared/api/problem.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { PayloadView } from '../../shared/ui/payload/payload-view.tsx';
import { bytesOfBase64 } from '../../shared/ui/payload/visible-text.ts';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { retainedTexts } from './retained.texts.ts';
import { useRetainedMessage } from './retained-messages.ts';

export function RetainedPayload({ topic }: { topic: string }) {
  const texts = useTexts(retainedTexts);
  const query = useRetainedMessage(topic);
  const isGone = query.error instanceof Problem && query.error.status === 404;
  return (
    <div style={{ padding: 12 }}>
      {isGone ? (
        <Text c="dimmed">{texts.gone}</Text>
      ) : (
        <QueryView query={query}>
          {({ payload }) =>
            payload === undefined ? (
              <Text c="dimmed">{texts.tooLarge}</Text>
            ) : (
              <PayloadView
                payload={bytesOfBase64(payload) ?? ''}
                name={topic.replaceAll('/', '-').slice(0, 100)}
                maximumHeight={280}
              />
            )
          }
        </QueryView>
      )}
    </div>
  );
}
