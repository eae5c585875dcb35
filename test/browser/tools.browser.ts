import { test } from 'node:test';
import { assertAccessible, skip, startDashboard } from './support/browser.ts';

test('messages are published and seen in the drawer, by a client as any other', { skip }, async (t) => {
  const { open, connect } = await startDashboard(t);
  const page = await open();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('t');
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Topic filter').fill('factory/#');
  await drawer.getByRole('button', { name: 'Subscribe', exact: true }).click();
  await drawer.getByText('● Connected').waitFor();
  await drawer.getByRole('button', { name: 'Unsubscribe factory/#' }).waitFor();
  await drawer.getByLabel('Topic', { exact: true }).fill('factory/7/hello');
  await drawer.getByRole('button', { name: 'Publish', exact: true }).click();
  await drawer.getByText('✓ Published').waitFor();
  await drawer.getByRole('button', { name: /factory\/7\/hello/ }).click();
  await drawer.getByText('"world"', { exact: false }).last().waitFor();
  const device = await connect({ clientId: 'dev-1' });
  await device.publishAsync('factory/8', '<b onclick="x">‮hostile</b>', { qos: 1 });
  await drawer.getByRole('button', { name: /factory\/8/ }).waitFor();
  await assertAccessible(page);
});

test('devices are simulated, cut and connected again, and their states are seen', { skip }, async (t) => {
  const { open, api } = await startDashboard(t);
  const page = await open({ language: 'zh' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('t');
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('tab', { name: '模拟设备' }).click();
  await drawer.getByLabel('设备数').fill('3');
  await drawer.getByRole('button', { name: '启动', exact: true }).click();
  await drawer.getByText('3 在线').waitFor();
  await drawer.getByLabel('数量').fill('2');
  await drawer.getByRole('button', { name: '断开连接' }).click();
  await drawer.getByText('1 在线 · 2 离线').waitFor();
  await drawer.getByRole('button', { name: '逐台查看' }).click();
  await drawer.getByText('○ 离线 · cut').first().waitFor();
  await assertAccessible(page);
  await drawer.getByRole('button', { name: '重新连接' }).click();
  await drawer.getByText('3 在线').waitFor();
  await drawer.getByRole('button', { name: '停止', exact: true }).click();
  await drawer.getByText('没有模拟设备。').waitFor();
  await api.must('GET', '/simulations');
});
