import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainByCause } from './by-cause.ts';
import { explainVendorError } from './explain.ts';

const known: [type: string, code: string | undefined, text: string, en: RegExp, zh: RegExp][] = [
  ['dingtalk', '310000', 'keywords not in content', /contain a keyword/, /关键词/],
  ['dingtalk', '310000', 'description:关键词不匹配;solution:请联系群管理员', /contain a keyword/, /关键词/],
  ['dingtalk', '310000', 'invalid timestamp', /an hour/, /时间戳/],
  ['dingtalk', '310000', 'sign not match', /signature does not match/, /签名不匹配/],
  ['dingtalk', '310000', 'description:机器人发送签名不匹配;solution:x', /signature does not match/, /签名/],
  ['dingtalk', '310000', 'ip 1.2.3.4 not in whitelist', /addresses on its list/, /白名单/],
  ['dingtalk', '310000', 'something new', /keyword, signature or IP/, /关键词、加签或 IP/],
  ['dingtalk', '300001', 'token is not exist', /does not know this token/, /不认识/],
  ['dingtalk', '300001', 'message param title or text is null', /was empty/, /缺少/],
  ['dingtalk', undefined, '{"status":1111,"wait":5,"punish":"deny"}', /gateway/, /网关/],
  ['wecom', '93000', 'invalid webhook url', /does not know this robot/, /不认识/],
  ['wecom', '0', 'ok. Warning: wrong json format. ', /could not read/, /无法/],
  ['wecom', '40058', 'markdown.content exceed max length 4096.', /4096 bytes/, /4096 字节/],
  ['wecom', '40058', 'invalid Request Parameter', /refused a part/, /参数/],
  ['feishu', '9499', 'too many request', /within a second/, /一秒/],
  ['feishu', '9499', 'Bad Request', /malformed/, /格式/],
  ['feishu', '200', '<html>sign in</html>', /Somebody else answered/, /不是该平台/],
  ['wecom', '404', '', /no bot/, /没有机器人/],
  ['feishu', '19024', 'Key Words Not Found', /contain a keyword/, /关键词/],
  ['pagerduty', 'invalid event', '{"errors":["Invalid routing key"]}', /does not know/, /不认识/],
  ['pagerduty', 'invalid event', "Length of 'routing_key' is incorrect (should be 32", /32 characters/, /32/],
  ['pagerduty', 'invalid event', "'payload.severity' is invalid (must be one of", /severity/, /severity/],
  ['pagerduty', 'invalid event', "'event_action' is missing or blank", /event_action/, /event_action/],
  ['pagerduty', 'invalid event', 'something new', /refused a part/, /某个字段/],
  ['pagerduty', '413', 'Request Entity Too Large', /512 KB/, /512 KB/],
  ['pagerduty', 'throttle exceeded', 'arriving too quickly', /120 events/, /120/],
  ['slack', 'no_service', 'no_service', /does not know this webhook/, /不认识/],
  ['slack', 'channel_is_archived', 'channel_is_archived', /archived/, /归档/],
  ['slack', 'rate_limited', '', /one message a second/, /每秒/],
  ['teams', '413', 'Request Entity too large', /28 KB/, /28 KB/],
  ['teams', 'WorkflowTriggerIsNotEnabled', 'WorkflowTriggerIsNotEnabled', /switched off/, /已关闭/],
  ['telegram', '400', "Bad Request: can't parse entities: x", /HTML/, /HTML/],
  ['telegram', '400', 'Bad Request: chat not found', /does not know this chat/, /找不到/],
  ['telegram', '401', 'Unauthorized', /does not know this bot/, /不认识/],
  ['telegram', '403', 'Forbidden: bot was blocked by the user', /blocked/, /拉黑/],
  ['discord', '10015', 'Unknown Webhook', /does not know this webhook/, /不认识/],
  ['discord', '50035', 'Invalid Form Body', /too long or empty/, /过长或为空/],
  ['pgsql', '28P01', 'password authentication failed', /does not let this user in/, /登录/],
  ['pgsql', '22003', 'integer out of range', /too large/, /超出/],
  ['mysql', '1146', "Table 'x.y' doesn't exist", /no such table/, /表不存在/],
  ['influxdb', undefined, 'partial write: field type conflict', /another type/, /类型/],
  ['influxdb', 'not found', 'bucket "b" not found', /no such database/, /不存在/],
  ['webhook', '410', '', /nothing more/, /不再接收/],
  ['webhook', '401', '', /did not let us in/, /身份验证/],
  ['webhook', '302', '', /another address/, /重定向/],
];
for (const [type, code, text, en, zh] of known) {
  test(`${type} ${code ?? 'without a code'} "${text}" is explained with a fix`, () => {
    const explained = explainVendorError(type, code, text);
    assert.match(explained?.en.sentence ?? '', en);
    assert.match(explained?.zh.sentence ?? '', zh);
    assert.ok(explained?.en.fix && explained.zh.fix);
  });
}

test('what nobody knows is not explained', () => {
  assert.equal(explainVendorError('wecom', '123456', 'strange'), undefined);
  assert.equal(explainVendorError('nobody', '93000', ''), undefined);
});

test('a certificate that is not believed is not blamed on the firewall', () => {
  const reason = 'the certificate of mail:465 has expired';
  assert.match(explainByCause('network', reason).en.fix, /certificate renewed/);
  assert.match(explainByCause('network', 'connection refused by mail:465').en.fix, /firewall/);
});
