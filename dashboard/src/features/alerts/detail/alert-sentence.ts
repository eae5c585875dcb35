import type { Alert } from '../../../../../src/api/contract.ts';
import { reasonText } from '../../../../../src/texts/reason-words.ts';
import { useFormats } from '../../../shared/format/format.ts';
import { useNow } from '../../../shared/format/now.ts';
import { useLanguage, useTexts } from '../../../shared/texts/texts.ts';
import { visibleText } from '../../../shared/ui/device-text.tsx';
import { detailTexts } from './detail.texts.ts';

const LONGEST_NAME = 64;

/** What is the matter, in sentences: those of the rule, else what is known of it. */
export function useAlertSentences(alert: Alert): readonly string[] {
  const texts = useTexts(detailTexts);
  const formats = useFormats();
  const language = useLanguage();
  const now = useNow();
  const { sentence } = texts;
  const said = [alert.summary, alert.description].filter((text) => text !== null && text !== '');
  if (said.length === 0 && alert.clientid !== null && alert.reason !== null) {
    const end = alert.resolved_at === null ? now : Date.parse(alert.resolved_at);
    const duration = formats.duration(Math.max(0, end - Date.parse(alert.starts_at)));
    const name = visibleText(alert.clientid);
    const who = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
    const say = alert.resolved_at === null ? sentence.offline : sentence.wasOffline;
    // The first strong isolate keeps a name of another direction from turning the sentence.
    said.push(say(`\u2068${who}\u2069`, reasonText(alert.reason, language), duration));
  }
  if (alert.count > 1) said.push(sentence.seen(formats.number(alert.count)));
  if (alert.suppressed > 0) said.push(sentence.suppressed(formats.number(alert.suppressed)));
  if (alert.flapping) said.push(sentence.flapping(formats.number(alert.flapping.score, 1)));
  return said as string[];
}
