import { Stack, Text } from '@mantine/core';
import { useTexts } from '../../shared/texts/texts.ts';
import { CopyText } from '../../shared/ui/copy-text.tsx';
import QrCode from '../../shared/ui/qr-code.tsx';
import { secondStepTexts } from './second-step.texts.ts';
import type { AppKeyFacts } from './second-step-problem.ts';

/** What an authenticator app is set up with: as a picture, and to be typed. */
export function AppKey({ app }: { app: AppKeyFacts }) {
  const words = useTexts(secondStepTexts);
  return (
    <Stack gap="xs" align="center">
      <QrCode text={app.uri} label={words.picture} cell={3} />
      <Text size="sm" c="dimmed">
        {words.byHand}
      </Text>
      <CopyText text={app.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')} label={words.key} />
    </Stack>
  );
}
