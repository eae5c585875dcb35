import { deliveryTexts } from '../../features/deliveries/deliveries.texts.ts';
import { DeliveryPanel } from '../../features/deliveries/delivery-panel.tsx';
import { DeliveryTable } from '../../features/deliveries/delivery-table.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

export function DeliveriesPage() {
  const { title } = useTexts(deliveryTexts);
  return (
    <Page
      title={title}
      actions={
        <CodeMenu
          call={{ method: 'GET', path: '/deliveries' }}
          cli="tocsin deliveries ls --failed --since 1h"
        />
      }
    >
      <DeliveryTable />
      <DeliveryPanel />
    </Page>
  );
}
