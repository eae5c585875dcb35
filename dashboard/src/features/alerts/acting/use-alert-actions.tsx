import { notifications } from '@mantine/notifications';
import { type ReactNode, useMemo, useState } from 'react';
import { useFormats } from '../../../shared/format/format.ts';
import { useMay } from '../../../shared/session/session.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.tsx';
import { showDone } from '../../../shared/ui/undo-toast.tsx';
import { actingTexts } from './acting.texts.ts';
import { changeAlerts } from './alert-calls.ts';
import { type AlertTargets, countOf } from './alert-targets.ts';
import { NoteDialog } from './note-dialog.tsx';
import { SilenceDialog } from './silence-dialog.tsx';

export interface AlertActions {
  /** Whether the role may do any of it. */
  readonly mayAct: boolean;
  acknowledge(targets: AlertTargets, onDone?: () => void): void;
  silence(targets: AlertTargets, onDone?: () => void): void;
  resolve(targets: AlertTargets, onDone?: () => void): void;
  note(targets: AlertTargets): void;
}

type Asked = { readonly targets: AlertTargets; readonly onDone?: (() => void) | undefined };

/** What can be done about alerts, and the dialogs that it takes: to be shown somewhere on the page. */
export function useAlertActions(): { actions: AlertActions; dialogs: ReactNode } {
  const texts = useTexts(actingTexts);
  const formats = useFormats();
  const mayAct = useMay('operator');
  const [silencing, setSilencing] = useState<Asked>();
  const [resolving, setResolving] = useState<Asked>();
  const [noting, setNoting] = useState<AlertTargets>();

  const actions = useMemo((): AlertActions => {
    const say = (verb: 'acknowledged' | 'resolved', count: number) =>
      showDone(count === 0 ? texts.nothingChanged : texts[verb](count, formats.number(count)));
    const acknowledge = async ({ targets, onDone }: Asked) => {
      try {
        say('acknowledged', await changeAlerts('acknowledge', targets));
        onDone?.();
      } catch (error) {
        notifications.show({ color: 'red', message: (error as Error).message, autoClose: false });
      }
    };
    return {
      mayAct,
      acknowledge: (targets, onDone) => {
        if (mayAct) void acknowledge({ targets, onDone });
      },
      silence: (targets, onDone) => mayAct && setSilencing({ targets, onDone }),
      resolve: (targets, onDone) => mayAct && setResolving({ targets, onDone }),
      note: (targets) => mayAct && setNoting(targets),
    };
  }, [mayAct, texts, formats]);

  const count = resolving ? countOf(resolving.targets) : 0;
  const dialogs = (
    <>
      <SilenceDialog
        targets={silencing?.targets}
        onDone={silencing?.onDone}
        onClose={() => setSilencing(undefined)}
      />
      <NoteDialog targets={noting} onClose={() => setNoting(undefined)} />
      <ConfirmDialog
        opened={resolving !== undefined}
        onClose={() => setResolving(undefined)}
        title={count === 1 ? texts.resolveOne : texts.resolveTitle(formats.number(count))}
        action={texts.resolve}
        isDangerous={false}
        onConfirm={async () => {
          if (!resolving) return;
          const changed = await changeAlerts('resolve', resolving.targets);
          showDone(changed === 0 ? texts.nothingChanged : texts.resolved(changed, formats.number(changed)));
          resolving.onDone?.();
        }}
      >
        {texts.resolveEffect}
      </ConfirmDialog>
    </>
  );
  return { actions, dialogs };
}
