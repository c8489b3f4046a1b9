/** What a try of a connection found, in words for the person who set it up: what is, and what to do. */
import type { Text } from '../../schemas/generated/documents.ts';

export type TestCode =
  | 'connected'
  | 'reachable'
  | 'secretMissing'
  | 'secretRefused'
  | 'hostNotAllowed'
  | 'addressInside'
  | 'addressWrong'
  | 'nameUnknown'
  | 'refusedConnection'
  | 'connectionLost'
  | 'timeout'
  | 'tlsFailed'
  | 'statusRefused'
  | 'serverFailed'
  | 'redirected'
  | 'notJson'
  | 'mappingFailed'
  | 'recordWrong'
  | 'noRecord'
  | 'queryRefused'
  | 'tooPowerful'
  | 'nothingToTest';

interface Words {
  words: Text;
  advice?: Text;
}
const both = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });

export const testWords: Record<TestCode, Words> = {
  connected: { words: both('已连通', 'Connected') },
  reachable: {
    words: both(
      '能连上，但没有样例人员可查，读取是否正常还不知道',
      'It can be reached, but there is no sample to ask with: whether reads work is not known',
    ),
    advice: both('给数据资源加一位样例人员，再试一次。', 'Give the resource a sample, then try again.'),
  },
  secretMissing: {
    words: both('还没有设置口令', 'No password has been set yet'),
    advice: both('在下方设置对方给的口令或密钥。', 'Set the password or key the other side gave you.'),
  },
  secretRefused: {
    words: both(
      '口令失效：对方不认可我们的口令、密钥或签名',
      'Password refused: the other side does not accept our password, key or signature',
    ),
    advice: both(
      '向对方核对应用编号和口令；若对方刚更换，在下方设置新口令。',
      'Check the application id and password with the other side; if they were changed, set the new one.',
    ),
  },
  hostNotAllowed: {
    words: both('域名不在允许名单', 'The host is not on the list of allowed hosts'),
    advice: both(
      '确认地址无误后，在「允许访问的主机」中加入它（含端口）。',
      'If the address is right, add it with its port under allowed hosts.',
    ),
  },
  addressInside: {
    words: both('域名指向内部网络地址，不予访问', 'The name leads to an address inside the network and is not called'),
    advice: both(
      '请对方提供可公开解析的地址，或按 IP 地址加入允许名单。',
      'Ask for a public address, or add the literal address to the allowed hosts.',
    ),
  },
  addressWrong: {
    words: both('地址写法不对', 'The address is not written correctly'),
    advice: both('地址应以 http:// 或 https:// 开头，不含账号。', 'It must begin with http:// or https:// and hold no login.'),
  },
  nameUnknown: {
    words: both('找不到这个域名', 'The host name is not known'),
    advice: both(
      '核对地址拼写，或联系网络管理员检查域名解析。',
      'Check the spelling, or ask the network administrator about name resolution.',
    ),
  },
  refusedConnection: {
    words: both('对方没有在这个地址和端口上提供服务', 'Nothing answers at this address and port'),
    advice: both(
      '核对端口；请对方确认服务已启动、防火墙已放行。',
      'Check the port; ask the other side whether the service runs and the firewall is open.',
    ),
  },
  connectionLost: {
    words: both('连接中断：对方未答复就断开了', 'Connection lost: the other side hung up without an answer'),
    advice: both('稍后再试；多次如此请联系对方。', 'Try again later; if it persists, contact the other side.'),
  },
  timeout: {
    words: both('对方超时：在限定时间内没有答复', 'Timeout: no answer within the time set'),
    advice: both('稍后再试；若对方平时就慢，可调长超时时间。', 'Try again later; if the service is always slow, set a longer timeout.'),
  },
  tlsFailed: {
    words: both('对方的安全证书不被信任', 'The certificate of the other side is not trusted'),
    advice: both('请对方更新证书，或由管理员安装其根证书。', 'Ask for a renewed certificate, or have its root installed.'),
  },
  statusRefused: {
    words: both('对方拒绝了请求', 'The other side refused the request'),
    advice: both('核对接口路径和请求参数。', 'Check the path and the parameters of the request.'),
  },
  serverFailed: {
    words: both('对方系统出错', 'The other system failed'),
    advice: both('把追踪编号告诉对方，请其检查。', 'Tell the other side the trace id and ask them to look.'),
  },
  redirected: {
    words: both('对方要求转到别的地址，未予跟随', 'The other side sends us on to another address; it was not followed'),
    advice: both(
      '把连接地址改为最终地址，或允许跟随并把新地址加入名单。',
      'Use the final address, or allow following and add that host to the list.',
    ),
  },
  notJson: {
    words: both('对方的答复不是 JSON', 'The answer is not JSON'),
    advice: both('核对接口路径；也可能是对方的登录页或网关提示页。', 'Check the path; it may be a sign-in page or a gateway notice.'),
  },
  mappingFailed: {
    words: both('答复中找不到约定的内容', 'The answer does not hold what was agreed'),
    advice: both(
      '在资源的「答复映射」中核对记录和字段的位置。',
      'Check where the records and fields stand in the mapping of the resource.',
    ),
  },
  recordWrong: {
    words: both('记录与资源的字段说明不符', 'The record is not what the resource promises'),
    advice: both('核对字段类型、代码翻译和日期、金额的写法。', 'Check field types, codes, and how dates and amounts are written.'),
  },
  noRecord: {
    words: both('已连通，但样例人员查无记录', 'Connected, but the sample person has no record'),
    advice: both('请对方提供可用的测试人员，或更换样例。', 'Ask for a test person that exists, or choose another sample.'),
  },
  queryRefused: {
    words: both('数据库拒绝执行这条查询', 'The database refused the query'),
    advice: both(
      '请对方只授予所需视图的查询权限，并核对查询语句。',
      'Ask for the right to read the views that are needed, and check the query.',
    ),
  },
  tooPowerful: {
    words: both('该账号权限过大，不予使用', 'This login may do too much and is not used'),
    advice: both('请对方换成只能查询指定视图的只读账号。', 'Ask for a login that may only read the views that are needed.'),
  },
  nothingToTest: { words: both('这种连接不用联网，无需测试', 'This kind of connection calls nobody; there is nothing to test') },
};

export const stepWords = {
  address: both('核对地址', 'Address'),
  name: both('解析域名', 'Host name'),
  secret: both('取用口令', 'Password'),
  signIn: both('建立连接并登录', 'Connect and sign in'),
  call: both('发出请求', 'Call'),
  answer: both('核对答复', 'Answer'),
  rows: both('查找已导入的数据', 'Imported rows'),
} satisfies Record<string, Text>;
export type TestStep = keyof typeof stepWords;
