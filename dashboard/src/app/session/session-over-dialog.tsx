import { Anchor, Modal, Stack, Text } from '@mantine/core';
import { signInTexts } from '../../features/sign-in/sign-in.texts.ts';
import { SignInForm } from '../../features/sign-in/sign-in-form.tsx';
import { SsoButton } from '../../features/sign-in/sso-button.tsx';
import { queryClient } from '../../shared/api/query-client.ts';
import { liveConnection } from '../../shared/live/live.ts';
import { useIsSessionOver, useSession } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { useSignOut } from '../shell/user-menu.tsx';

/** The session ended while somebody works: the page stays behind the dialog, with all that was typed. */
export function SessionOverDialog() {
  const words = useTexts(signInTexts);
  const isOver = useIsSessionOver();
  const { data: session } = useSession();
  const leave = useSignOut();
  return (
    <Modal
      opened={isOver && session !== undefined && session !== null}
      onClose={() => undefined}
      title={words.over}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      centered
      zIndex={1000}
    >
      <Stack gap="sm">
        <Text>{words.overWhy}</Text>
        {isOver && session?.backend === 'local' && <SignInForm username={session.username} onDone={goOn} />}
        {isOver && session?.backend === 'oidc' && <SsoButton back={undefined} inNewTab />}
        <Anchor component="button" type="button" size="sm" onClick={() => void leave()}>
          {words.another}
        </Anchor>
      </Stack>
    </Modal>
  );
}

function goOn(): void {
  liveConnection.restart();
  void queryClient.invalidateQueries({ type: 'active' });
}
