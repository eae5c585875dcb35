import type { User } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { accountTexts } from './accounts.texts.ts';
import { askForSecondStep, resetSecondStep } from './accounts.ts';

interface SecondStepQuestionProps {
  readonly user: User;
  readonly onClose: () => void;
}

/** Asks somebody else for a second step of sign-in, or for none any more. */
export function SecondStepQuestion({ user: { username, mfa }, onClose }: SecondStepQuestionProps) {
  const texts = useTexts(accountTexts);
  const isOn = mfa === 'totp';
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={isOn ? texts.resetTitle(username) : texts.askTitle(username)}
      action={isOn ? texts.reset : texts.ask}
      isDangerous={isOn}
      onConfirm={() => (isOn ? resetSecondStep(username) : askForSecondStep(username))}
    >
      {isOn ? texts.resetEffect(username) : texts.askEffect(username)}
    </ConfirmDialog>
  );
}
