import { useFormats } from '../../shared/format/format.ts';
import { useSession } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { showDone, showUndo } from '../../shared/ui/undo-toast.tsx';
import { type BanLength, ban, unban } from './client-calls.ts';
import { useRenewClients } from './client-search.ts';
import { clientTexts } from './clients.texts.ts';
import { nameOfClients } from './kick-dialog.tsx';

/** Bans at once, with an undo; and lifts bans. @throws Problem */
export function useBanClients() {
  const texts = useTexts(clientTexts);
  const formats = useFormats();
  const renew = useRenewClients();
  const { data: who } = useSession();
  const name = (ids: readonly string[]) =>
    nameOfClients({ ids }, texts.manyClients, formats.number(ids.length));
  return {
    async ban(ids: readonly string[], length: BanLength): Promise<void> {
      const added = await ban(ids, length, who?.username ?? 'dashboard');
      await renew();
      showUndo({
        message: texts.banned(name(ids)),
        undo: async () => {
          await unban(added);
          await renew();
        },
      });
    },
    async unban(ids: readonly string[]): Promise<void> {
      await unban(ids);
      await renew();
      showDone(texts.unbanned(name(ids)));
    },
  };
}
