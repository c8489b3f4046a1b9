/** Names of properties, elements and values, in both languages. A table: what is not in it is said in general words. */
import type { Text } from '../../../schemas/generated/documents.ts';

export type Words = readonly [zh: string, en: string];
const table = (lines: string): Record<string, Words> =>
  Object.fromEntries(
    lines
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s*\|\s*/))
      .map(([key, zh, en]) => [key!, [zh!, en!] as const]),
  );

/** Entries of maps by the name of the map. */
export const elementWords = table(`
  subjects|对象|subject
  departments|部门|department
  roles|岗位|role
  items|事项|item
  forms|表单|form
  materials|材料|material
  variables|数据项|value
  nodes|环节|step
  edges|连线|connection
  messages|消息|message
  signals|信号|signal
  errors|异常|error
  escalations|升级处理|escalation
  data|数据使用|data use
  tables|决策表|decision table
  scripts|脚本|script
  clocks|时限|time limit
  papers|文书|paper
  notifications|通知|notification
  outcomes|证照或文书|certificate or notice
  params|参数|parameter
  locks|锁定|lock
  layout|位置|position
  sections|分区|section
  fields|字段|field
  columns|列|column
  codes|选项|option
  decisions|办理结果|decision
  participants|参与方|participant
  inputs|条件列|condition column
  outputs|结果列|result column
  rows|规则行|row
  elements|数据元|data element
  resources|数据资源|data resource
  contracts|数据授权|data contract
  cases|案例|case test
  localise|本地化项|localisation entry
  keys|查询项|key
  provides|填入的数据|provided value
  values|取值|value
  collect|汇集的数据|collected value
  when|条件|condition
  then|结果|result
  consents|授权同意|consent
  due|到期日|due date
  assists|协查答复|assisted answer
  query|请求参数|query parameter
  body|请求内容|body part
  headers|请求头|header
`);

/** Properties by name. */
export const propertyWords = table(`
  name|名称|name
  label|题目|question
  title|标题|title
  summary|简介|summary
  description|说明|description
  hint|提示|hint
  question|提问|question
  statement|告知内容|statement
  note|备注|note
  why|收集理由|reason for asking
  asks|办理要求|instruction
  text|内容|words
  fee|收费说明|fee
  purpose|用途|purpose
  answers|回答什么|what it answers
  legalBasis|法律依据|legal basis
  who|面向谁|who it is for
  help|咨询电话|help line
  minutes|预计用时|minutes needed
  synonyms|别名|other names
  owner|主管部门|owner
  department|负责部门|department
  departments|部门|departments
  departmentBy|部门的选取|how the department is chosen
  role|岗位|role
  party|填写人|who fills it in
  holder|持证人|holder
  separate|职责分离|separation of duties
  retain|原经办人|same officer as
  weight|票数|weight
  mode|表决方式|how it is decided
  onRefuse|有人不同意时|when somebody refuses
  order|先后|order
  item|所属事项|item
  form|使用的表单|form
  forms|填写的表单|forms
  prefill|预填的数据|prefilled data
  data|读取的数据|data read
  script|执行的脚本|script
  table|使用的决策表|decision table
  notification|发送的通知|notification
  outcome|出具的证照|certificate
  reads|可见的数据|data it may see
  writes|写出的数据|data it writes
  provides|填入的数据|data it provides
  dueDays|办理时限|time limit
  promisedDays|承诺时限|promised limit
  statutoryDays|法定时限|statutory limit
  days|办理时限|time limit
  amberDays|预警提前量|early warning
  amberHours|预警提前量|early warning
  extension|延期|extension
  unit|单位|unit
  kind|类型|kind
  calendar|工作日历|calendar
  starts|起算环节|where it starts
  ends|终止环节|where it ends
  suspendedBy|暂停的情形|what suspends it
  restartedBy|重新起算的情形|what restarts it
  suspends|暂停计时的情形|why clocks stop here
  afterHours|下班后受理|after hours
  materials|材料|materials
  accepts|可接受的形式|what is accepted
  required|是否必填|whether required
  visibleWhen|显示条件|when it is shown
  applicable|适用条件|when it applies
  computed|自动计算|computation
  default|默认值|default
  when|条件|condition
  on|对应的办理结果|decision it follows
  from|起点|start
  to|去向|target
  rank|次序|order
  parent|所在分组|block
  section|所在分区|section
  element|数据元|data element
  subject|所属对象|subject
  type|类型|type
  key|标识|key
  codes|选项|options
  views|各方可见|who sees it
  applicant|申请人可见|what the applicant sees
  window|窗口可见|what the counter sees
  officer|经办人可见|what the officer sees
  print|打印可见|what is printed
  source|内容|source
  sensitivity|敏感级别|sensitivity
  minRows|最少行数|fewest rows
  maxRows|最多行数|most rows
  maxFiles|最多文件数|most files
  display|显示方式|display
  slot|对应材料|material
  retentionDays|保存期限|retention
  version|版本号|version
  lineage|来源记录|lineage
  supplement|可否补正|corrections possible
  opinionRequired|须写意见|opinion required
  effect|效力|effect
  paper|出具文书|paper made
  articles|可选依据|articles to pick from
  expires|等待期限|how long it waits
  wait|等待|wait
  trigger|启动方式|how it starts
  event|事件|event
  duration|时长|duration
  loop|重复|repetition
  each|逐个办理|done for each
  activate|继续的条件|when it goes on
  rest|其余|the rest
  result|结果|result
  value|值|value
  fallback|读取失败时|when a read fails
  consent|是否须同意|whether consent is needed
  assist|协查方式|how the owner is asked
  editable|可否修改|whether it may be changed
  resource|数据资源|data resource
  contract|数据授权|data contract
  hitPolicy|命中规则|hit policy
  aggregation|汇总方式|aggregation
  expression|取值|expression
  allowed|可选值|allowed values
  path|写入的数据|value it writes
  limits|运行限额|limits
  number|编号|number
  numberPrefix|编号前缀|number prefix
  statutory|法定|statutory
  validDays|有效期|validity
  fields|内容|fields
  channel|渠道|channel
  steps|步骤|steps
  expect|应有的结果|what must be true
  status|状态|state
  region|地区|region
  at|时间|time
  level|级别|level
  figures|成效数字|figures
  release|发布说明|release note
  quotaPerDay|每日次数|daily quota
  validFrom|生效日|valid from
  validTo|失效日|valid to
  connection|连接|connection
  operation|调用方式|how it is asked
  sharing|共享类型|sharing
  minimum|最小值|minimum
  maximum|最大值|maximum
  minLength|最短|shortest
  maxLength|最长|longest
  pattern|格式|pattern
  example|示例|example
  hue|颜色|colour
  situation|情形导办|guided questions
  audience|办事指南|landing page
  terminate|结束全部|ends everything
  interrupting|是否中断|interrupting
  attachedTo|所附环节|step it is on
  format|格式|format
  id|编号|id
`);

/** Values that are one of a list. */
export const valueWords = table(`
  workingDays|个工作日|working days
  months|个月|months
  workingHours|个工作小时|working hours
  hours|小时|hours
  seconds|秒|seconds
  promised|承诺|promised
  supplement|补正|correction
  publicity|公示|publicity
  hearing|听证|hearing
  expertReview|专家评审|expert review
  inspection|检验检测|inspection
  quarantine|检疫|quarantine
  appraisal|鉴定|appraisal
  bidding|招标拍卖|bidding
  edit|可填|may fill in
  read|只读|read only
  hide|不显示|hidden
  agree|同意|agree
  refuse|不同意|refuse
  other|其他|other
  acceptance|受理通知书|notice of acceptance
  nonAcceptance|不予受理决定书|decision not to accept
  refusal|不予许可决定书|decision of refusal
  none|不出具|none
  ask|请申请人填写|ask the applicant
  assist|转人工协查|ask the owner by hand
  fail|终止|fail
  parallel|同时|at the same time
  sequential|依次|one after the other
  stop|即停止|stop
  continue|继续|continue
  completed|办结|completed
  refused|不予办理|refused
  withdrawn|撤回|withdrawn
  expired|过期|expired
  running|办理中|running
  draft|填写中|being filled in
  sms|短信|text message
  inbox|站内信|inbox
  certificate|证照|certificate
  notice|通知书|notice
  table|表格|table
  group|分组|group
  UNIQUE|唯一命中|unique
  ANY|任一命中|any
  PRIORITY|按优先级|priority
  FIRST|首个命中|first
  OUTPUT_ORDER|按结果排序|output order
  RULE_ORDER|按规则排序|rule order
  COLLECT|汇总|collect
  SUM|求和|sum
  COUNT|计数|count
  MIN|最小|smallest
  MAX|最大|largest
  string|单行文字|short text
  text|多行文字|long text
  integer|整数|whole number
  money|金额|money
  boolean|是否|yes or no
  date|日期|date
  code|单选|one of a list
  codes|多选|several of a list
  idCard|身份证号|identity number
  uscc|统一社会信用代码|credit code
  mobile|手机号|mobile number
  file|附件|file
  nextDay|次工作日|next working day
  sameDay|当日|same day
  granted|已授权|granted
  suspended|已暂停|suspended
  revoked|已收回|revoked
`);

/** Kinds of step. */
export const stepWords = table(`
  start|开始|start
  fill|填写|filling in
  consent|当事人确认|consent
  task|办理|desk task
  joint|会办|joint decision
  window|窗口办理|counter task
  assist|协查|assistance
  pay|缴费|payment
  seal|用印|sealing
  data|读取数据|data read
  script|脚本|script
  decision|自动判定|decision
  notify|通知|notification
  issue|出证|issue
  archive|归档|archive
  transfer|移交|transfer
  call|调用场景|other scenario
  timer|等待|wait
  catch|等待事件|waiting for an event
  throw|发出事件|raising an event
  boundary|附加事件|event on a step
  end|结束|end
  exclusive|条件分支|choice
  parallel|并行|parallel branches
  inclusive|多选分支|inclusive branches
  event|事件分支|event choice
  complex|汇合条件|complex join
  threads|多份并行|threads
  cancel|取消|cancel
  block|分组|block
`);

export const lookUp = (words: Record<string, Words>, key: string): Words | undefined =>
  Object.hasOwn(words, key) ? words[key] : undefined;
export const wordsOfText = (text: Text): Words => [text['zh-CN'], text.en ?? text['zh-CN']];
export const textOf = ([zh, en]: Words): Text => ({ 'zh-CN': zh, en });
