import { useTexts } from '../../shared/texts/texts.ts';
import { StateMark, type StateTone } from '../../shared/ui/state-mark.tsx';
import { listenerTexts } from './listeners.texts.ts';

const SOON = 30;
const VERY_SOON = 7;

/** How long a certificate lasts: by shape and word, not by colour alone. */
export function DaysLeft({ days }: { days: number }) {
  const texts = useTexts(listenerTexts);
  const tone: StateTone = days < VERY_SOON ? 'bad' : days < SOON ? 'warning' : 'good';
  const word =
    days < 0 ? texts.expired : days < VERY_SOON ? texts.veryNear : days < SOON ? texts.soon : undefined;
  return (
    <StateMark tone={tone}>
      {days < 0 ? word : `${texts.days(days)}${word === undefined ? '' : ` · ${word}`}`}
    </StateMark>
  );
}
